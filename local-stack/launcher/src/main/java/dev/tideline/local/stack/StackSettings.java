package dev.tideline.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a local stack is made of.
 *
 * @param root the source tree, whose modules' {@code target} folders hold the services' jars
 * @param directory for data, logs and caches; created when missing
 * @param addresses where each part listens
 * @param placement the placement file every service reads
 * @param java the program that runs the services
 * @param startup how the services' JVMs treat their AOT caches
 * @param caches where those are kept, a folder for each module
 * @param gatewaySettings settings of every gateway by key, instead of or besides those a local stack gives
 * @param serviceSettings settings of every service by key, as its own files could set them; never on a command line
 * @param masterKey the file of the key that data subjects' keys are wrapped in; made when missing
 * @param parts what runs; all of it, unless the stack is one cell of several
 */
public record StackSettings(
        Path root,
        Path directory,
        Addresses addresses,
        Path placement,
        Path java,
        Startup startup,
        Path caches,
        Map<String, String> gatewaySettings,
        Map<String, String> serviceSettings,
        Path masterKey,
        Set<Part> parts) {

    /** How the services' JVMs treat their AOT caches. */
    public enum Startup {
        /** Use the cache where there is one. */
        CACHED,
        /** Ignore what is there and record a new one, written when the service ends. */
        RECORDING
    }

    public StackSettings {
        root = root.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        placement = placement.toAbsolutePath().normalize();
        caches = caches.toAbsolutePath().normalize();
        masterKey = masterKey.toAbsolutePath().normalize();
        gatewaySettings = Map.copyOf(gatewaySettings);
        serviceSettings = Map.copyOf(serviceSettings);
        parts = Set.copyOf(parts);
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
        return new StackSettings(
                root,
                directory,
                addresses,
                standardPlacement(root),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Startup.CACHED,
                directory.resolve("app"),
                Map.of(),
                Map.of(),
                directory.resolve("data").resolve("tokens").resolve("master-key"),
                EnumSet.allOf(Part.class));
    }

    public StackSettings withPlacement(Path other) {
        return new StackSettings(
                root,
                directory,
                addresses,
                other,
                java,
                startup,
                caches,
                gatewaySettings,
                serviceSettings,
                masterKey,
                parts);
    }

    public StackSettings withGatewaySettings(Map<String, String> settings) {
        return new StackSettings(
                root,
                directory,
                addresses,
                placement,
                java,
                startup,
                caches,
                settings,
                serviceSettings,
                masterKey,
                parts);
    }

    public StackSettings withServiceSettings(Map<String, String> settings) {
        return new StackSettings(
                root,
                directory,
                addresses,
                placement,
                java,
                startup,
                caches,
                gatewaySettings,
                settings,
                masterKey,
                parts);
    }

    /** Only some of the parts. */
    public StackSettings withParts(Set<Part> some) {
        return new StackSettings(
                root,
                directory,
                addresses,
                placement,
                java,
                startup,
                caches,
                gatewaySettings,
                serviceSettings,
                masterKey,
                some);
    }

    /** Another folder for the caches, to share them between stacks. */
    public StackSettings withCaches(Path folder) {
        return new StackSettings(
                root,
                directory,
                addresses,
                placement,
                java,
                startup,
                folder,
                gatewaySettings,
                serviceSettings,
                masterKey,
                parts);
    }

    /** The same services in another place, recording their caches for this one. */
    public StackSettings recordingIn(Path scratch, Addresses free) {
        return new StackSettings(
                root,
                scratch,
                free,
                placement,
                java,
                Startup.RECORDING,
                caches,
                gatewaySettings,
                serviceSettings,
                masterKey,
                parts);
    }

    StartCache cache(Part service) {
        return StartCache.of(jar(service), caches.resolve(service.module()), ServiceCommand.Launch.JVM);
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
        if (!Files.isRegularFile(placement)) {
            throw new StackException("the placement file " + placement + " is missing");
        }
    }
}
