package dev.tideline.local.stack;

import dev.tideline.backends.EmbeddedPostgres;
import dev.tideline.backends.Ports;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where each part listens, always on loopback. A service's management port is its port plus 100. */
public record Addresses(Map<Part, Integer> ports) {
    public static final String HOST = "127.0.0.1";

    private static final int MANAGEMENT_OFFSET = 100;

    public Addresses {
        EnumMap<Part, Integer> all = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            all.put(part, ports.getOrDefault(part, part.defaultPort()));
        }
        ports = Map.copyOf(all);
        refuseSharedPorts(ports);
    }

    private static void refuseSharedPorts(Map<Part, Integer> ports) {
        Set<Integer> seen = new HashSet<>();
        for (Part part : Part.values()) {
            int port = ports.getOrDefault(part, 0);
            boolean fits = port >= 1 && port <= 65_535 - MANAGEMENT_OFFSET;
            if (!fits) {
                throw new StackException("the port of " + part.title() + " is " + port + "; allowed are 1 to "
                        + (65_535 - MANAGEMENT_OFFSET));
            }
            if (!seen.add(port) || (part.isService() && !seen.add(port + MANAGEMENT_OFFSET))) {
                throw new StackException("the port of " + part.title() + ", " + port
                        + (part.isService() ? " or " + (port + MANAGEMENT_OFFSET) + " for its management" : "")
                        + ", is another part's too");
            }
        }
    }

    /** The ports of the documentation. */
    public static Addresses standard() {
        return new Addresses(Map.of());
    }

    /** Ports that are free now, for a stack beside another. */
    public static Addresses free() {
        Map<Part, Integer> ports = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            ports.put(part, Ports.freeWith(MANAGEMENT_OFFSET));
        }
        return new Addresses(ports);
    }

    public int port(Part part) {
        return ports.getOrDefault(part, part.defaultPort());
    }

    /** Only services have one. */
    public int managementPort(Part part) {
        return port(part) + MANAGEMENT_OFFSET;
    }

    /** {@code http://127.0.0.1:port} of a service. */
    public URI http(Part part) {
        return URI.create("http://" + HOST + ":" + port(part));
    }

    public URI readiness(Part part) {
        return URI.create("http://" + HOST + ":" + managementPort(part) + "/actuator/health/readiness");
    }

    public String kafka() {
        return HOST + ":" + port(Part.KAFKA);
    }

    /** Of the database {@code tideline}, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + HOST + ":" + port(Part.POSTGRES) + "/" + EmbeddedPostgres.DATABASE;
    }

    /** What a person would type to get there. */
    public String shown(Part part) {
        return part.isService() ? http(part).toString() : HOST + ":" + port(part);
    }
}
