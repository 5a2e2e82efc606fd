package dev.tideline.local.stack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that runs in a local stack, in the order of starting; stopping goes the other way. */
public enum Part {
    KAFKA("kafka", new Role.Backend(), 7190),
    REDIS_EU("redis-eu", new Role.Backend(), 7191),
    REDIS_US("redis-us", new Role.Backend(), 7192),
    POSTGRES("postgres", new Role.Backend(), 7193),
    WRITE_PROCESSOR("write-processor", new Role.Service("write-processor"), 7130),
    ORIGIN("origin-service", new Role.Service("origin-service"), 7110),
    INVALIDATION("invalidation-service", new Role.Service("invalidation-service"), 7120),
    GATEWAY_EU_1("edge-gateway-eu-1", new Role.Gateway("eu-1", "eu", "fra"), 7101),
    GATEWAY_EU_2("edge-gateway-eu-2", new Role.Gateway("eu-2", "eu", "ams"), 7102),
    GATEWAY_US_1("edge-gateway-us-1", new Role.Gateway("us-1", "us", "iad"), 7103);

    /** What kind of thing a part is. */
    public sealed interface Role {
        /** Kafka in this JVM, Redis or Postgres beside it. */
        record Backend() implements Role {}

        /** A service with one instance. */
        record Service(String module) implements Role {}

        /** One of the gateways: its name, its region, and the airport code it shows as its place. */
        record Gateway(String instance, String region, String colo) implements Role {}
    }

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // records of strings
    private final Role role;

    private final int defaultPort;

    Part(String title, Role role, int defaultPort) {
        this.title = title;
        this.role = role;
        this.defaultPort = defaultPort;
    }

    /** Its name on the command line, in the tables, and of its log. */
    public String title() {
        return title;
    }

    public Role role() {
        return role;
    }

    public int defaultPort() {
        return defaultPort;
    }

    public boolean isService() {
        return !(role instanceof Role.Backend);
    }

    public boolean isGateway() {
        return role instanceof Role.Gateway;
    }

    /** The Maven module of a service; the name of a backend. */
    public String module() {
        return switch (role) {
            case Role.Backend() -> title;
            case Role.Service(String module) -> module;
            case Role.Gateway _ -> "edge-gateway";
        };
    }

    public static Set<Part> backends() {
        return Arrays.stream(values())
                .filter(part -> !part.isService())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
    }

    public static Set<Part> services() {
        return EnumSet.complementOf(EnumSet.copyOf(backends()));
    }

    public static Set<Part> gateways() {
        return Arrays.stream(values())
                .filter(Part::isGateway)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
    }

    /**
     * The part with this title or one of its short forms: {@code eu-1}, {@code origin}.
     *
     * @throws StackException naming those there are
     */
    public static Part named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.title.equals(name)
                        || part.title.equals("edge-gateway-" + name)
                        || part.title.equals(name + "-service"))
                .findFirst()
                .orElseThrow(() -> new StackException("there is no part '" + name + "'; there are: "
                        + titles().stream().collect(Collectors.joining(", "))));
    }

    static List<String> titles() {
        return Arrays.stream(values()).map(Part::title).toList();
    }
}
