package dev.tideline.gateway.placement;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.placement.ReadRule;
import dev.tideline.placement.RegionRules;
import dev.tideline.settings.WrongSetting;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the origin and the gateways of each home are, seen from one region. */
final class Homes {

    private final URI ownOrigin;
    private final Map<String, URI> origins = new HashMap<>();
    private final Map<String, URI> gateways = new HashMap<>();

    /** @throws WrongSetting if data are served here whose home has no address */
    Homes(Placement placement, GatewaySettings gateway, ResidencySettings settings) {
        this.ownOrigin = gateway.originUrl();
        settings.homes().forEach((region, home) -> {
            put(origins, region, home.originUrl());
            put(gateways, region, home.gatewayUrl());
        });
        origins.put(gateway.region(), ownOrigin);
        for (CollectionPlacement collection : placement.collections().values()) {
            requireAddresses(collection, gateway.region());
        }
    }

    private static void put(Map<String, URI> addresses, String region, @Nullable URI address) {
        if (address != null) {
            addresses.put(region, address);
        }
    }

    private void requireAddresses(CollectionPlacement collection, String region) {
        for (ReadRule rule : RegionRules.reads(collection, region)) {
            String home = rule.home();
            if (home != null && !home.equals(region) && !(rule instanceof ReadRule.Refused)) {
                requireAddresses(collection, region, home);
            }
        }
    }

    private void requireAddresses(CollectionPlacement collection, String region, String home) {
        String allowed = "the URL of %s in " + home + ", for '" + collection.name() + "' is served in " + region
                + " and its home is " + home;
        String key = "tideline.residency.homes." + home;
        if (!origins.containsKey(home)) {
            throw new WrongSetting(key + ".origin-url", null, String.format(allowed, "origin-service"));
        }
        if (!gateways.containsKey(home)) {
            throw new WrongSetting(key + ".gateway-url", null, String.format(allowed, "a gateway"));
        }
    }

    /** The origin that has a home's data; the gateway's own where no home is named. */
    URI origin(@Nullable String home) {
        return home == null ? ownOrigin : origins.getOrDefault(home, ownOrigin);
    }

    /** A gateway of another home; empty where none is known. */
    Optional<URI> gateway(String home) {
        return Optional.ofNullable(gateways.get(home));
    }

    /** Whether a URL leads to an origin-service. */
    boolean isOrigin(URI url) {
        return isAt(ownOrigin, url) || origins.values().stream().anyMatch(origin -> isAt(origin, url));
    }

    private static boolean isAt(URI origin, URI url) {
        return String.valueOf(origin.getHost()).equalsIgnoreCase(url.getHost())
                && port(origin) == port(url)
                && String.valueOf(origin.getScheme()).equalsIgnoreCase(url.getScheme());
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }
}
