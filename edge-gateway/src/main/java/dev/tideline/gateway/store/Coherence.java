package dev.tideline.gateway.store;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.purge.EntryScopes;
import dev.tideline.gateway.purge.OtherLog;
import dev.tideline.gateway.purge.PurgeLog;
import dev.tideline.gateway.purge.Stamp;
import dev.tideline.gateway.purge.Verdict;
import java.time.Instant;
import java.util.Optional;

/** What the tiers need to know of the purges of one home. Implementations are safe for use by several threads and never block. */
public interface Coherence {

    /** The place in the purge log to note before asking the origin, so that no later purge is missed. */
    Stamp position();

    /** The stamp for an entry whose position was noted before its origin request: that very one. */
    default Stamp stamp(Stamp noted) {
        return noted;
    }

    /**
     * Whether an entry may still be used.
     *
     * @param stamp the position noted before its origin request
     * @param version what the origin said in {@code X-Data-Version}; 0 for nothing
     */
    Verdict verdict(EntryScopes scopes, Stamp stamp, long version);

    /** The version of a resource that is known to be committed; 0 if none is. */
    long knownVersion(ResourceKey resource);

    /** Changes whenever a verdict can have changed; take it before the verdict that is kept with it. */
    long moves();

    /** Every change committed before this instant is known here; empty while nothing is. Take it before a verdict. */
    Optional<Instant> currentAsOf();

    /** The purge log of this gateway's own Kafka. */
    static Coherence of(PurgeLog log) {
        return new Coherence() {
            @Override
            public Stamp position() {
                return log.now();
            }

            @Override
            public Verdict verdict(EntryScopes scopes, Stamp stamp, long version) {
                return log.check(scopes, stamp, version);
            }

            @Override
            public long knownVersion(ResourceKey resource) {
                return log.knownVersion(resource);
            }

            @Override
            public long moves() {
                return log.moves();
            }

            @Override
            public Optional<Instant> currentAsOf() {
                return log.coverage().currentAsOf();
            }
        };
    }

    /**
     * The purge log of another home. Nothing is trusted before it is replayed.
     *
     * @param number of the log, from 1: an entry remembers one count of moves, so each log counts in a range of its own
     */
    static Coherence of(OtherLog other, int number) {
        Coherence replayed = of(other.log());
        return new Coherence() {
            private static final Verdict NOT_REPLAYED = new Verdict.Dead(Verdict.Reason.NOT_REPLAYED);

            @Override
            public Stamp position() {
                return replayed.position();
            }

            @Override
            public Verdict verdict(EntryScopes scopes, Stamp stamp, long version) {
                return other.isReplayed() ? replayed.verdict(scopes, stamp, version) : NOT_REPLAYED;
            }

            @Override
            public long knownVersion(ResourceKey resource) {
                return replayed.knownVersion(resource);
            }

            @Override
            public long moves() {
                return ((long) number << 48) + replayed.moves();
            }

            @Override
            public Optional<Instant> currentAsOf() {
                return replayed.currentAsOf();
            }
        };
    }

    /** A gateway that follows no purge log: entries end by their lifetime only. */
    Coherence ALONE = new Coherence() {
        private static final Stamp HERE = new Stamp("alone", 0);
        private static final Verdict OTHER_LOG = new Verdict.Dead(Verdict.Reason.OTHER_LOG);

        @Override
        public Stamp position() {
            return HERE;
        }

        @Override
        public Verdict verdict(EntryScopes scopes, Stamp stamp, long version) {
            return stamp.log().equals(HERE.log()) ? Verdict.LIVE : OTHER_LOG;
        }

        @Override
        public long knownVersion(ResourceKey resource) {
            return 0;
        }

        @Override
        public long moves() {
            return 0;
        }

        @Override
        public Optional<Instant> currentAsOf() {
            return Optional.empty();
        }
    };
}
