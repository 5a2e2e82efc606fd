package dev.tideline.local.check.history;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.WritePosition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Something that the checker did or saw. */
public sealed interface Fact {

    /** When it began or was seen. */
    long at();

    /**
     * A read.
     *
     * @param session whether it carried the worker's ticket
     */
    record Read(String worker, boolean session, String instance, Target target, Span span, Answer answer)
            implements Fact {
        @Override
        public long at() {
            return span.begin();
        }
    }

    /**
     * A request to write.
     *
     * @param mark the unique text in the document; empty for a delete
     */
    record Write(
            String worker, String instance, ResourceKey key, Optional<String> mark, Span span, Acceptance acceptance)
            implements Fact {
        @Override
        public long at() {
            return span.begin();
        }
    }

    /**
     * An operator's request to purge.
     *
     * @param purgeId empty if it was refused or lost
     */
    record PurgeAsked(String worker, List<Scope> scopes, PurgeIssued.Mode mode, Span span, Optional<UUID> purgeId)
            implements Fact {
        public PurgeAsked {
            scopes = List.copyOf(scopes);
        }

        @Override
        public long at() {
            return span.begin();
        }
    }

    /**
     * A purge stands in the log.
     *
     * @param at when invalidation-service says it issued it, which is before it is in the log
     */
    record PurgeLogged(long offset, PurgeIssued purge, long at) implements Fact {}

    /**
     * An instance said that it has applied the log up to and including this offset.
     *
     * @param at when the checker read that
     */
    record Receipt(String instance, long offset, long at) implements Fact {}

    /**
     * A version was committed.
     *
     * @param at write-processor's clock in its transaction: not later than the commit, which readers saw after it
     * @param announced when the change was announced: surely after the commit
     */
    record Committed(
            ResourceKey key,
            long version,
            boolean deleted,
            UUID writeId,
            WritePosition position,
            long at,
            long announced)
            implements Fact {}

    /**
     * What Postgres holds of a write when all is quiet.
     *
     * @param version the version it made, or 0 if it made none (it was turned down, with a reason)
     */
    record Settled(UUID writeId, ResourceKey key, long version, WritePosition position, long at) implements Fact {
        public boolean applied() {
            return version > 0;
        }
    }

    /**
     * The origin was asked, through the checker's proxy.
     *
     * @param span from the request's arrival at the proxy until just before the answer is handed on
     * @param old whether the proxy gave an earlier answer, as a lagging replica would
     */
    record Fill(long id, String path, Span span, boolean old) implements Fact {
        @Override
        public long at() {
            return span.begin();
        }
    }

    /** Something was broken for a while. */
    record Fault(String what, Span span) implements Fact {
        @Override
        public long at() {
            return span.begin();
        }
    }
}
