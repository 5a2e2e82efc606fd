package dev.tideline.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a local stack is made of.
 *
 * @param root the source tree, whose modules' {@code target} folders hold the services' jars
 * @param directory for data, logs and caches; created when missing
 * @param addresses where each part listens
 * @param given what the services are told beyond addresses
 * @param jvm how the services' JVMs are run
 * @param parts what runs; all of it, unless the stack is one cell of several
 */
public record StackSettings(Path root, Path directory, Addresses addresses, Given given, Jvm jvm, Set<Part> parts) {

    public StackSettings {
        root = plain(root);
        directory = plain(directory);
        parts = Set.copyOf(parts);
    }

    /**
     * What the services are told beyond addresses.
     *
     * @param placement the placement file every service reads
     * @param gateways settings of every gateway by key, instead of or besides those a local stack gives
     * @param services settings of every service by key, as its own files could set them; never on a command line
     * @param masterKey the file of the key that data subjects' keys are wrapped in; made when missing
     */
    public record Given(Path placement, Map<String, String> gateways, Map<String, String> services, Path masterKey) {
        public Given {
            placement = plain(placement);
            masterKey = plain(masterKey);
            gateways = Map.copyOf(gateways);
            services = Map.copyOf(services);
        }

        Given withGateways(Map<String, String> settings) {
            return new Given(placement, settings, services, masterKey);
        }
    }

    /**
     * How the services' JVMs are run.
     *
     * @param program the java program
     * @param startup how they treat their AOT caches
     * @param compiling how far they compile what they run
     * @param caches where the AOT caches are kept, a folder for each module
     */
    public record Jvm(Path program, Startup startup, Compiling compiling, Path caches) {
        private static final List<String> OPTIONS = List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");

        public Jvm {
            caches = plain(caches);
        }

        /** The same for a recording and a cached start, as an AOT cache demands. */
        List<String> options() {
            return switch (compiling) {
                case QUICK ->
                    Stream.concat(OPTIONS.stream(), Stream.of("-XX:TieredStopAtLevel=1"))
                            .toList();
                case FULL -> OPTIONS;
            };
        }
    }

    /** How the services' JVMs treat their AOT caches. */
    public enum Startup {
        /** Use the cache where there is one. */
        CACHED,
        /** Ignore what is there and record a new one, written when the service ends. */
        RECORDING
    }

    /** How far the services' JVMs compile what they run. */
    public enum Compiling {
        /** With the quick compiler alone: a stack is up in half the time, and bears what a person or a test does to it. */
        QUICK,
        /** As in production, for measurements. */
        FULL
    }

    /** The placement file of the source tree. */
    public static Path standardPlacement(Path root) {
        return root.resolve("local-stack/launcher/placement/placement.yaml");
    }

    /** The placement file of the source tree for two home cells. */
    public static Path cellsPlacement(Path root) {
        return root.resolve("local-stack/launcher/placement/cells.yaml");
    }

    /** The standard placement and this JVM's own program. */
    public static StackSettings of(Path root, Path directory, Addresses addresses) {
        Path masterKey = directory.resolve("data").resolve("tokens").resolve("master-key");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new StackSettings(
                root,
                directory,
                addresses,
                new Given(standardPlacement(root), Map.of(), Map.of(), masterKey),
                new Jvm(java, Startup.CACHED, Compiling.QUICK, directory.resolve("app")),
                EnumSet.allOf(Part.class));
    }

    public StackSettings withPlacement(Path other) {
        return with(new Given(other, given.gateways, given.services, given.masterKey));
    }

    public StackSettings withGatewaySettings(Map<String, String> settings) {
        return with(given.withGateways(settings));
    }

    public StackSettings withServiceSettings(Map<String, String> settings) {
        return with(new Given(given.placement, given.gateways, settings, given.masterKey));
    }

    /** Only some of the parts. */
    public StackSettings withParts(Set<Part> some) {
        return new StackSettings(root, directory, addresses, given, jvm, some);
    }

    /** Another folder for the caches, to share them between stacks. */
    public StackSettings withCaches(Path folder) {
        return with(new Jvm(jvm.program, jvm.startup, jvm.compiling, folder));
    }

    /** Compiled as far as in production. */
    public StackSettings compiledInFull() {
        return with(new Jvm(jvm.program, jvm.startup, Compiling.FULL, jvm.caches));
    }

    /** The same services in another place, recording their caches for this one. */
    public StackSettings recordingIn(Path scratch, Addresses free) {
        Jvm recording = new Jvm(jvm.program, Startup.RECORDING, jvm.compiling, jvm.caches);
        return new StackSettings(root, scratch, free, given, recording, parts);
    }

    private StackSettings with(Given other) {
        return new StackSettings(root, directory, addresses, other, jvm, parts);
    }

    private StackSettings with(Jvm other) {
        return new StackSettings(root, directory, addresses, given, other, parts);
    }

    StartCache cache(Part service) {
        return StartCache.of(jar(service), jvm.caches.resolve(service.module()), jvm.options());
    }

    /** The executable jar of a service, as the build leaves it. */
    public Path jar(Part part) {
        String module = part.module();
        return root.resolve(module).resolve("target").resolve(module + "-app.jar");
    }

    /** @throws StackException when a service is not built */
    void requireJars() {
        for (Part part : Part.services()) {
            if (!Files.isRegularFile(jar(part))) {
                throw new StackException(part.title() + " is not built: " + jar(part)
                        + " is missing; run mvn -Dquick -DskipTests package");
            }
        }
        if (!Files.isRegularFile(given.placement)) {
            throw new StackException("the placement file " + given.placement + " is missing");
        }
    }

    private static Path plain(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
