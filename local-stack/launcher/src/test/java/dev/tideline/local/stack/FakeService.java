package dev.tideline.local.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Stands in for the services: is ready at once, or fails as its jar's name says. */
public final class FakeService {
    private FakeService() {}

    public static void main(String[] args) throws IOException {
        Path broken = Path.of(System.getProperty("java.class.path")).resolveSibling("broken");
        if (Files.exists(broken)) {
            System.out.println("tideline.region: 'mars' is not a region; allowed are eu, us");
            System.exit(3);
        }
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), managementPort(args)), 0);
        server.createContext("/actuator/health/readiness", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        System.out.println("ready");
    }

    private static int managementPort(String[] args) {
        for (String arg : args) {
            if (arg.startsWith("--management.server.port=")) {
                return Integer.parseInt(arg.substring(arg.indexOf('=') + 1));
            }
        }
        throw new IllegalArgumentException("no management port");
    }

    /** A source tree whose every service is this one. */
    static Path tree(Path root) throws IOException {
        Path placement = root.resolve("local-stack/launcher/placement/placement.yaml");
        Files.createDirectories(placement.getParent());
        Files.writeString(placement, "regions: [eu, us]\ncollections: {}\n");
        for (Part part : Part.services()) {
            Path jar = StackSettings.of(root, root, Addresses.standard()).jar(part);
            Files.createDirectories(jar.getParent());
            writeJar(jar);
        }
        return root;
    }

    /** From now on this service ends with status 3 as soon as it is started. */
    static void breakService(Path root, Part part) throws IOException {
        Path jar = StackSettings.of(root, root, Addresses.standard()).jar(part);
        Files.writeString(jar.resolveSibling("broken"), "");
    }

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var in = FakeService.class.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
            out.closeEntry();
        }
    }
}
