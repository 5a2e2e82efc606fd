package dev.tideline.gateway;

import static dev.tideline.settings.WrongSetting.between;
import static dev.tideline.settings.WrongSetting.unless;

import dev.tideline.settings.WrongSetting;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything that can be set on a gateway besides Spring's own keys. A wrong value stops the start with one line.
 *
 * @param instance the name of this instance, unique in the fleet: lower-case letters, digits, hyphens
 * @param region the region it serves, one of the placement's
 * @param colo the point of presence, sent as {@code X-Edge-Colo}
 * @param originUrl the origin-service, absolute http or https
 * @param placement the path of placement.yaml; without one, no collection has a placement
 * @param cache the two tiers
 * @param fill how misses are filled
 */
@ConfigurationProperties("tideline")
public record GatewaySettings(
        @DefaultValue("edge-1") String instance,
        @DefaultValue("eu") String region,
        @DefaultValue("local") String colo,
        @DefaultValue("http://localhost:7110") URI originUrl,
        @Nullable String placement,
        @DefaultValue Cache cache,
        @DefaultValue Fill fill) {

    private static final Pattern COLO = Pattern.compile("[A-Za-z0-9-]{1,63}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final String NAME_RULE = "1 to 63 lower-case letters, digits or hyphens, not starting with a hyphen";

    public GatewaySettings {
        unless(NAME.matcher(instance).matches(), "tideline.instance", instance, NAME_RULE);
        unless(NAME.matcher(region).matches(), "tideline.region", region, NAME_RULE);
        unless(COLO.matcher(colo).matches(), "tideline.colo", colo, "1 to 63 letters, digits or hyphens");
        unless(isHttp(originUrl), "tideline.origin-url", originUrl, "an absolute http or https URL");
        unless(placement == null || !placement.isBlank(), "tideline.placement", placement, "the path of a file");
    }

    private static boolean isHttp(URI url) {
        return url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
    }

    private static void positive(Duration value, String key) {
        WrongSetting.positive(value, 365, key);
    }

    /**
     * The tiers.
     *
     * @param enabled false forwards everything and stores nothing
     * @param maxEntry the largest body that is kept; larger ones stream through
     * @param l1 the bytes this instance keeps in memory, bodies and headers
     * @param maxVariants the variants kept per URL ({@code Vary}); a new one drops the oldest
     * @param keepStale how long past its last permitted use an entry with a validator is kept to be revalidated
     * @param serveOnDisconnect how long past its lifetime an answer may be served when its origin fails, although
     *     nothing but this setting permits it (RFC 9111 §4.2.4); 0s obeys the origin alone
     * @param directHits the bytes kept to answer hits before the framework sees them; 0B answers none so
     * @param l2 the region's tier
     */
    public record Cache(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("2MB") DataSize maxEntry,
            @DefaultValue("128MB") DataSize l1,
            @DefaultValue("16") int maxVariants,
            @DefaultValue("10m") Duration keepStale,
            @DefaultValue("0s") Duration serveOnDisconnect,
            @DefaultValue("32MB") DataSize directHits,
            @DefaultValue L2 l2) {

        public Cache {
            between(maxEntry.toBytes(), 1, 64 << 20, "tideline.cache.max-entry");
            unless(
                    l1.toBytes() >= maxEntry.toBytes(),
                    "tideline.cache.l1",
                    l1,
                    "at least tideline.cache.max-entry (" + maxEntry + ")");
            between(maxVariants, 1, 1000, "tideline.cache.max-variants");
            positive(keepStale, "tideline.cache.keep-stale");
            unless(!directHits.isNegative(), "tideline.cache.direct-hits", directHits, "0B or more");
            unless(
                    !serveOnDisconnect.isNegative() && serveOnDisconnect.toDays() <= 365,
                    "tideline.cache.serve-on-disconnect",
                    serveOnDisconnect,
                    "0s to 365d");
        }
    }

    /**
     * The region's tier in Redis ({@code spring.data.redis.*}).
     *
     * @param enabled whether there is one
     * @param timeout how long one Redis command may take before it counts as a miss
     * @param prefix what every key starts with
     */
    public record L2(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("150ms") Duration timeout,
            @DefaultValue("tideline:") String prefix) {

        public L2 {
            positive(timeout, "tideline.cache.l2.timeout");
            unless(prefix.length() <= 64, "tideline.cache.l2.prefix", prefix, "at most 64 characters");
        }
    }

    /**
     * How misses are filled.
     *
     * @param maxWaiters requests that wait for one fill of another; more go to the origin themselves
     * @param waitLimit how long such a request waits
     * @param passMemory how long a URL whose answer could not be shared is fetched without waiting for others
     * @param maxFills fills of this instance at the same time; more are plain forwards that store nothing
     * @param maxRefreshes background refreshes at the same time; more are skipped
     * @param lease how long one instance has the right to fill a key for its region, unless it keeps it
     * @param leasePoll how often the others look whether it is done
     * @param stall how long an origin may pause within a body that is being kept
     */
    public record Fill(
            @DefaultValue("500") int maxWaiters,
            @DefaultValue("5s") Duration waitLimit,
            @DefaultValue("10s") Duration passMemory,
            @DefaultValue("2000") int maxFills,
            @DefaultValue("64") int maxRefreshes,
            @DefaultValue("1s") Duration lease,
            @DefaultValue("25ms") Duration leasePoll,
            @DefaultValue("10s") Duration stall) {

        public Fill {
            between(maxWaiters, 0, 1_000_000, "tideline.fill.max-waiters");
            positive(waitLimit, "tideline.fill.wait-limit");
            positive(passMemory, "tideline.fill.pass-memory");
            between(maxFills, 1, 1_000_000, "tideline.fill.max-fills");
            between(maxRefreshes, 0, 100_000, "tideline.fill.max-refreshes");
            positive(lease, "tideline.fill.lease");
            positive(leasePoll, "tideline.fill.lease-poll");
            positive(stall, "tideline.fill.stall");
        }
    }
}
