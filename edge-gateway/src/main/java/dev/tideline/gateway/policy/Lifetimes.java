package dev.tideline.gateway.policy;

import dev.tideline.gateway.policy.Freshness.Basis;
import org.jspecify.annotations.Nullable;

/** Freshness lifetime and initial age of a response (RFC 9111 §4.2.1 to §4.2.3). */
final class Lifetimes {

    private final PolicySettings settings;

    Lifetimes(PolicySettings settings) {
        this.settings = settings;
    }

    private record Lifetime(long ms, Basis basis) {}

    Freshness of(OriginResponse response, ResponseDirectives directives, boolean targeted) {
        Lifetime lifetime = overridden(response.status(), lifetime(response, directives, targeted));
        PolicySettings.Overrides overrides = settings.overrides();
        // A route's windows are for what it vouches for: an error without a lifetime gets none.
        boolean meant = ownLifetime(response.status()) != null;
        boolean silent = meant && (directives.staleWhileRevalidateMs() < 0 || !overrides.onlyIfSilent());
        boolean silentOnError = meant && (directives.staleIfErrorMs() < 0 || !overrides.onlyIfSilent());
        return new Freshness(
                response.responseTimeMs(),
                initialAgeMs(response),
                lifetime.ms,
                window(directives.staleWhileRevalidateMs(), overrides.staleWhileRevalidateMs(), silent),
                window(directives.staleIfErrorMs(), overrides.staleIfErrorMs(), silentOnError),
                directives.noCache(),
                // §5.2.2.10: s-maxage "incorporates the semantics of the proxy-revalidate response directive".
                directives.mustRevalidate() || directives.proxyRevalidate() || directives.sMaxAgeMs() >= 0,
                directives.immutable(),
                lifetime.basis);
    }

    private static long window(long own, long override, boolean overridable) {
        return Math.max(0, override >= 0 && overridable ? override : own);
    }

    /** §4.2.1, first match: s-maxage, max-age, Expires minus Date, heuristic. */
    private Lifetime lifetime(OriginResponse response, ResponseDirectives directives, boolean targeted) {
        if (directives.sMaxAgeMs() >= 0) {
            return new Lifetime(directives.sMaxAgeMs(), targeted ? Basis.TARGETED : Basis.S_MAXAGE);
        }
        if (directives.maxAgeMs() >= 0) {
            return new Lifetime(directives.maxAgeMs(), targeted ? Basis.TARGETED : Basis.MAX_AGE);
        }
        // RFC 9213 §2.2: with a targeted field, Cache-Control and Expires are ignored.
        if (!targeted && response.fields().has("Expires")) {
            return new Lifetime(untilExpires(response), Basis.EXPIRES);
        }
        return heuristic(response, directives);
    }

    /** An invalid Expires "especially including the value 0" lies in the past (§5.3). */
    private static long untilExpires(OriginResponse response) {
        long expires = HttpDate.single(response.fields(), "Expires");
        return expires < 0 ? 0 : Math.max(0, expires - dateMs(response));
    }

    /** Date, or the time of receipt when it is missing or unreadable (RFC 9110 §6.6.1). */
    private static long dateMs(OriginResponse response) {
        long date = HttpDate.single(response.fields(), "Date");
        return date < 0 ? response.responseTimeMs() : date;
    }

    /** §4.2.2: a tenth of the time since Last-Modified, where the status or {@code public} allows it. */
    private Lifetime heuristic(OriginResponse response, ResponseDirectives directives) {
        Lifetime none = new Lifetime(0, Basis.NONE);
        boolean allowed =
                switch (settings.heuristics()) {
                    case OFF -> false;
                    case SUCCESS -> response.status() < 400 && Statuses.isHeuristicallyCacheable(response.status());
                    case ALL -> Statuses.isHeuristicallyCacheable(response.status()) || directives.isPublic();
                };
        long modified = HttpDate.single(response.fields(), "Last-Modified");
        if (!allowed || modified < 0) {
            return none;
        }
        long tenth = Math.max(0, dateMs(response) - modified) / 10;
        return tenth == 0 ? none : new Lifetime(Math.min(tenth, settings.heuristicLimitMs()), Basis.HEURISTIC);
    }

    /** The route's own word, for statuses it is meant for. */
    private Lifetime overridden(int status, Lifetime own) {
        PolicySettings.Overrides overrides = settings.overrides();
        boolean silent = own.basis == Basis.NONE || own.basis == Basis.HEURISTIC;
        Long ms = ownLifetime(status);
        return ms == null || ms < 0 || (overrides.onlyIfSilent() && !silent) ? own : new Lifetime(ms, Basis.OVERRIDE);
    }

    /** What the route says for this status, -1 for "as the origin says", null for a status it says nothing about. */
    private @Nullable Long ownLifetime(int status) {
        return switch (status) {
            case 200, 203, 204, 206, 300, 301, 308 -> settings.overrides().lifetimeMs();
            case 404, 410 -> settings.overrides().negativeLifetimeMs();
            default -> null;
        };
    }

    /** corrected_initial_age (§4.2.3). */
    static long initialAgeMs(OriginResponse response) {
        long date = HttpDate.single(response.fields(), "Date");
        // Date has no fraction of a second: comparing whole seconds keeps a quick origin at age 0.
        long received = Math.floorDiv(response.responseTimeMs(), 1000L) * 1000L;
        long apparent = date < 0 ? 0 : Math.max(0, received - date);
        long delay = Math.max(0, response.responseTimeMs() - response.requestTimeMs());
        long corrected = Numbers.add(AgeField.valueMs(response.fields()), delay);
        return Math.max(apparent, corrected);
    }
}
