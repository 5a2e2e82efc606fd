package dev.tideline.gateway.http;

import dev.tideline.gateway.http.Reply.Vouched;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.ForwardReason;
import dev.tideline.gateway.policy.ServeDecision;
import dev.tideline.gateway.policy.StoredResponse;
import dev.tideline.gateway.purge.Staleness.Decision;
import dev.tideline.gateway.store.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says about a read, and the entry it says it about.
 *
 * @param entry null if nothing stored was selected
 */
record Decided(ServeDecision what, @Nullable Entry entry) {

    static Decided on(Ask ask, List<Entry> found, long nowMs) {
        if (found.isEmpty()) {
            return new Decided(ask.policy().miss(ask.request(), ForwardReason.URI_MISS), null);
        }
        Entry entry = select(ask, found);
        if (entry == null) {
            return new Decided(ask.policy().miss(ask.request(), ForwardReason.VARY_MISS), null);
        }
        ServeDecision what = ask.policy().serve(ask.request(), entry.response(), nowMs);
        return new Decided(isTooStale(ask, what, entry, nowMs) ? confirm(ask, entry.response(), nowMs) : what, entry);
    }

    private static @Nullable Entry select(Ask ask, List<Entry> found) {
        Entry first = found.getFirst();
        if (found.size() == 1 && first.response().vary().isEmpty()) {
            return first;
        }
        List<StoredResponse> variants = new ArrayList<>(found.size());
        found.forEach(entry -> variants.add(entry.response()));
        StoredResponse selected = ask.policy().select(ask.request(), variants);
        return selected == null ? null : found.get(variants.indexOf(selected));
    }

    /** Whether the placement wants the origin asked before this is served. */
    private static boolean isTooStale(Ask ask, ServeDecision what, Entry entry, long nowMs) {
        Followed followed = ask.followed();
        boolean served = what instanceof ServeDecision.Fresh || what instanceof ServeDecision.StaleServable;
        return served
                && followed != null
                && followed.decide(vouched(entry, nowMs), Instant.ofEpochMilli(nowMs)) == Decision.REVALIDATE;
    }

    private static ServeDecision confirm(Ask ask, StoredResponse selected, long nowMs) {
        return ask.policy().confirm(ask.request(), selected, nowMs);
    }

    /** Since when an entry that was found alive may be out of date. */
    static Vouched vouched(Entry entry, long nowMs) {
        return new Vouched(
                nowMs - entry.response().freshness().ageMs(nowMs), !entry.mark().isSoft());
    }

    /** The entry of a decision that can only be about one. */
    Entry stored() {
        if (entry == null) {
            throw new IllegalStateException("nothing can be served where nothing is stored");
        }
        return entry;
    }

    /** Why the request goes to the origin, for {@code Cache-Status}. */
    ForwardReason why() {
        return switch (what) {
            case ServeDecision.MustRevalidate(var conditions, ForwardReason why, var age, var ttl) -> why;
            case ServeDecision.Forward(ForwardReason why, var range) -> why;
            case ServeDecision.StaleServable stale -> ForwardReason.STALE;
            case ServeDecision.Fresh fresh -> ForwardReason.REQUEST;
            case ServeDecision.Unsatisfiable none -> ForwardReason.MISS;
        };
    }

    /** Whether the origin is asked with our own conditions, so that its 304 is meant for us. */
    boolean isConditional() {
        return what instanceof ServeDecision.MustRevalidate must
                && must.conditions().size() > 0;
    }

    /** Whether the origin is asked for the part that the entry lacks. */
    boolean asksForPart() {
        return what instanceof ServeDecision.Forward forward && forward.range().size() > 0;
    }

    /** The same entry, to be fetched anew as a whole. */
    Decided refetch() {
        return new Decided(new ServeDecision.Forward(why(), Fields.empty()), null);
    }
}
