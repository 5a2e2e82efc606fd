package dev.tideline.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two home cells on one machine: for each region a stack of its own, with its own Kafka, Postgres, origin, write-processor,
 * invalidation-service, Redis and gateways. They know of each other what a gateway must know of another home: where its origin,
 * a gateway of it and its Kafka are.
 */
public final class Cells {

    /** The regions a local stack has gateways for, in the order of starting. */
    public static final List<String> REGIONS = List.of("eu", "us");

    private static final int BETWEEN_CELLS = 300;

    private Cells() {}

    /**
     * The settings of each cell.
     *
     * @param first what a stack with one cell would be; the cells lie in its directory and use its caches
     * @param addresses of each cell, in the order of {@link #REGIONS}
     */
    public static List<StackSettings> of(StackSettings first, List<Addresses> addresses) {
        List<StackSettings> cells = new ArrayList<>();
        for (int i = 0; i < REGIONS.size(); i++) {
            String region = REGIONS.get(i);
            Path directory = i == 0 ? first.directory() : first.directory().resolve("cell-" + region);
            // One master key: a copy of what is at home in one cell may be kept in another.
            cells.add(new StackSettings(
                    first.root(),
                    directory,
                    addresses.get(i),
                    first.given().withGateways(gateways(region, addresses)),
                    first.jvm(),
                    parts(region)));
        }
        return List.copyOf(cells);
    }

    /** The ports of the documentation; each further cell's are {@value #BETWEEN_CELLS} higher. */
    public static List<Addresses> standardAddresses() {
        List<Addresses> addresses = new ArrayList<>();
        for (int i = 0; i < REGIONS.size(); i++) {
            Map<Part, Integer> ports = new EnumMap<>(Part.class);
            for (Part part : Part.values()) {
                ports.put(part, part.defaultPort() + i * BETWEEN_CELLS);
            }
            addresses.add(new Addresses(ports));
        }
        return addresses;
    }

    private static Map<String, String> gateways(String region, List<Addresses> addresses) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tideline.residency.cell", region);
        for (int i = 0; i < REGIONS.size(); i++) {
            String home = "tideline.residency.homes." + REGIONS.get(i);
            Addresses at = addresses.get(i);
            settings.put(home + ".origin-url", at.http(Part.ORIGIN).toString());
            settings.put(home + ".gateway-url", at.http(gateway(REGIONS.get(i))).toString());
            settings.put(home + ".kafka.bootstrap.servers", at.kafka());
        }
        return settings;
    }

    /** Where a cell takes writes. */
    public static Part gateway(String region) {
        return region.equals("us") ? Part.GATEWAY_US_1 : Part.GATEWAY_EU_1;
    }

    private static Set<Part> parts(String region) {
        Set<Part> others = region.equals("us")
                ? EnumSet.of(Part.REDIS_EU, Part.GATEWAY_EU_1, Part.GATEWAY_EU_2)
                : EnumSet.of(Part.REDIS_US, Part.GATEWAY_US_1);
        return EnumSet.complementOf(EnumSet.copyOf(others));
    }
}
