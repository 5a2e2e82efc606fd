package dev.tideline.gateway.policy;

import dev.tideline.gateway.policy.ServeDecision.Forward;
import dev.tideline.gateway.policy.ServeDecision.Fresh;
import dev.tideline.gateway.policy.ServeDecision.MustRevalidate;
import dev.tideline.gateway.policy.ServeDecision.Permission;
import dev.tideline.gateway.policy.ServeDecision.StaleServable;
import dev.tideline.gateway.policy.ServeDecision.Unsatisfiable;

/** May it be served? (RFC 9111 §4) */
final class Serving {

    private final PolicySettings settings;
    private final PartialUse parts;

    Serving(PolicySettings settings) {
        this.settings = settings;
        this.parts = new PartialUse(settings.eager());
    }

    ServeDecision serve(CacheRequest request, StoredResponse stored, long nowMs) {
        ServeDecision decision = decide(request, stored, nowMs);
        return request.directives().onlyIfCached() ? cachedOnly(decision) : decision;
    }

    ServeDecision confirm(CacheRequest request, StoredResponse stored, long nowMs) {
        long age = stored.freshness().ageMs(nowMs);
        ServeDecision decision =
                revalidate(stored, ForwardReason.STALE, age, stored.freshness().lifetimeMs() - age);
        return request.directives().onlyIfCached() ? cachedOnly(decision) : decision;
    }

    ServeDecision miss(CacheRequest request, ForwardReason why) {
        return request.directives().onlyIfCached() ? new Unsatisfiable() : new Forward(why, Fields.empty());
    }

    /** §5.2.1.7: "either a response that is consistent with the other constraints [...] or 504". */
    private static ServeDecision cachedOnly(ServeDecision decision) {
        return switch (decision) {
            case Fresh fresh -> fresh;
            case StaleServable stale -> stale;
            case MustRevalidate ignored -> new Unsatisfiable();
            case Forward ignored -> new Unsatisfiable();
            case Unsatisfiable unsatisfiable -> unsatisfiable;
        };
    }

    private ServeDecision decide(CacheRequest request, StoredResponse stored, long nowMs) {
        Freshness freshness = stored.freshness();
        long age = freshness.ageMs(nowMs);
        long ttl = freshness.lifetimeMs() - age;
        if (!stored.isComplete() && !parts.covers(request, stored)) {
            // §3.3: an incomplete response answers only ranges wholly within it.
            return parts.forward(request, stored, ttl > 0 && !freshness.validateAlways());
        }
        RequestDirectives wanted = request.directives();
        if (wanted.noCache()) {
            return revalidate(stored, ForwardReason.REQUEST, age, ttl);
        }
        if (freshness.validateAlways()) {
            return revalidate(stored, ForwardReason.STALE, age, ttl);
        }
        if (tooOld(wanted, freshness, age, ttl) || tooShort(wanted, ttl)) {
            return revalidate(stored, ttl > 0 ? ForwardReason.REQUEST : ForwardReason.STALE, age, ttl);
        }
        return ttl > 0 ? new Fresh(age, ttl) : stale(wanted, stored, age, ttl);
    }

    /** max-age in a request (§5.2.1.1); a fresh immutable response withstands a reload (RFC 8246 §2). */
    private static boolean tooOld(RequestDirectives wanted, Freshness freshness, long age, long ttl) {
        boolean reload = wanted.maxAgeMs() == 0 && freshness.immutable() && ttl > 0;
        return wanted.maxAgeMs() >= 0 && age > wanted.maxAgeMs() && !reload;
    }

    /** min-fresh in a request (§5.2.1.3). */
    private static boolean tooShort(RequestDirectives wanted, long ttl) {
        return wanted.minFreshMs() >= 0 && ttl < wanted.minFreshMs();
    }

    /** §4.2.4: not if the response forbids it; else by leave of the origin (RFC 5861 §3) or of the client. */
    private static ServeDecision stale(RequestDirectives wanted, StoredResponse stored, long age, long ttl) {
        Freshness freshness = stored.freshness();
        if (!freshness.neverStale()) {
            boolean refresh = -ttl < freshness.staleWhileRevalidateMs();
            if (refresh) {
                return new StaleServable(Permission.STALE_WHILE_REVALIDATE, true, age, ttl);
            }
            if (wanted.maxStaleMs() >= 0 && -ttl <= wanted.maxStaleMs()) {
                return new StaleServable(Permission.MAX_STALE, false, age, ttl);
            }
        }
        return revalidate(stored, ForwardReason.STALE, age, ttl);
    }

    ServeDecision serveOnError(CacheRequest request, StoredResponse stored, int status, long nowMs) {
        Freshness freshness = stored.freshness();
        RequestDirectives wanted = request.directives();
        Forward refused = new Forward(ForwardReason.STALE, Fields.empty());
        boolean forbidden = freshness.neverStale() || freshness.validateAlways() || wanted.noCache();
        boolean unusable = !stored.isComplete() && !parts.covers(request, stored);
        if (forbidden || unusable || !Statuses.isServerFailure(status)) {
            return refused;
        }
        long age = freshness.ageMs(nowMs);
        long ttl = freshness.lifetimeMs() - age;
        if (tooOld(wanted, freshness, age, ttl) || tooShort(wanted, ttl)) {
            return refused;
        }
        // RFC 5861 §4: the origin's and the client's permission are independent, either suffices.
        if (-ttl <= freshness.staleIfErrorMs() || (wanted.staleIfErrorMs() >= 0 && -ttl <= wanted.staleIfErrorMs())) {
            return new StaleServable(Permission.STALE_IF_ERROR, false, age, ttl);
        }
        if (status == 0 && -ttl <= settings.disconnectedStaleMs()) {
            return new StaleServable(Permission.DISCONNECTED, false, age, ttl);
        }
        return refused;
    }

    private static MustRevalidate revalidate(StoredResponse stored, ForwardReason why, long age, long ttl) {
        return new MustRevalidate(Forwarding.conditions(stored), why, age, ttl);
    }
}
