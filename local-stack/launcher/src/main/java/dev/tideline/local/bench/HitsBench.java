package dev.tideline.local.bench;

import dev.tideline.backends.Ports;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackException;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How many hits a second each cache answers, in front of the same origin-service: a gateway of a whole running stack, with
 * purge log, heartbeats and second tier, and the peers with nothing but a cache. Contenders take turns within each
 * round, so that what else the machine does falls on all of them.
 *
 * @param root the source tree with the built services
 * @param directory of the stack and the peers; emptied first
 * @param rounds how often each is measured
 * @param length of one measurement
 */
record HitsBench(Path root, Path directory, int rounds, Duration length) {

    /** One kind of load: the size of the document in bytes, and the connections. */
    private record Workload(int bytes, int connections) {

        String title() {
            return "One document of " + bytes + " bytes, " + connections + " connections";
        }
    }

    private static final List<Workload> WORKLOADS = List.of(
            new Workload(919, 32),
            new Workload(919, 1),
            new Workload(919, 256),
            new Workload(10_240, 32),
            new Workload(102_400, 32));
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    Figures run(Consumer<String> say) {
        Wrk wrk = new Wrk(Peer.installed("wrk")
                .orElseThrow(() -> new StackException("needs wrk to make load; install the package wrk")));
        new Workspace(directory).reset();
        Addresses addresses = Addresses.free();
        StackSettings settings = StackSettings.of(root, directory, addresses)
                .withPlacement(placement())
                .withCaches(caches());
        say.accept("starting a stack in " + directory);
        List<Process> processes = new ArrayList<>();
        try (LocalStack _ = LocalStack.start(settings, Progress.SILENT)) {
            URI gateway = addresses.http(Part.GATEWAY_EU_1);
            WORKLOADS.stream().map(Workload::bytes).distinct().forEach(bytes -> put(gateway, bytes));
            Figures figures = new Figures();
            Map<String, URI> contenders = new LinkedHashMap<>();
            contenders.put("Tideline", gateway);
            peers(addresses.http(Part.ORIGIN), contenders, processes, figures);
            measure(wrk, contenders, figures, say);
            return figures;
        } finally {
            processes.forEach(Process::destroy);
        }
    }

    private Path caches() {
        return root.resolve(".tideline/app");
    }

    private void peers(URI origin, Map<String, URI> contenders, List<Process> processes, Figures figures) {
        Path folder = directory.resolve("peers");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path jar = root.resolve("local-stack/peer/target/local-stack-peer-app.jar");
        int port = Ports.free();
        start(Peer.localResponseCache(java, jar, port, origin), port, contenders, processes, figures);
        port = Ports.free();
        start(Peer.nginx(folder.resolve("nginx"), port, origin), port, contenders, processes, figures);
        port = Ports.free();
        start(Peer.varnish(folder.resolve("varnish"), port, origin), port, contenders, processes, figures);
        port = Ports.free();
        start(Peer.haproxy(folder.resolve("haproxy"), port, origin), port, contenders, processes, figures);
    }

    private void start(Peer peer, int port, Map<String, URI> contenders, List<Process> processes, Figures figures) {
        if (peer.program().isEmpty()) {
            figures.notRun(peer.title(), "it is not installed or not built");
            return;
        }
        String name = peer.program().get().getFileName().toString();
        Process process = peer.start(directory.resolve("peers").resolve(name));
        processes.add(process);
        URI address = URI.create("http://" + Addresses.HOST + ":" + port);
        if (answers(process, address)) {
            contenders.put(peer.title(), address);
        } else {
            figures.notRun(
                    peer.title(),
                    "it did not answer; see " + directory.resolve("peers").resolve(name));
        }
    }

    private static boolean answers(Process process, URI address) {
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            try {
                get(address.resolve(path(WORKLOADS.getFirst().bytes())));
                return true;
            } catch (IOException notYet) {
                pause();
            }
        }
        return false;
    }

    private void measure(Wrk wrk, Map<String, URI> contenders, Figures figures, Consumer<String> say) {
        for (Workload workload : WORKLOADS) {
            contenders.forEach((name, address) -> {
                requireHits(name, address, workload.bytes());
                wrk.run(address.resolve(path(workload.bytes())), workload.connections(), WARM_UP);
            });
            for (int round = 1; round <= rounds; round++) {
                say.accept(workload.title() + ", round " + round + " of " + rounds);
                contenders.forEach((name, address) -> figures.add(
                        workload.title(),
                        name,
                        wrk.run(address.resolve(path(workload.bytes())), workload.connections(), length)));
            }
        }
    }

    /** Three reads later the answer must come out of the cache, whole; else the figure would be of something else. */
    private static void requireHits(String name, URI address, int bytes) {
        try {
            get(address.resolve(path(bytes)));
            get(address.resolve(path(bytes)));
            HttpResponse<byte[]> third = get(address.resolve(path(bytes)));
            boolean hit = !name.equals("Tideline")
                    || third.headers().firstValue("X-Cache-Status").orElse("").equals("HIT");
            if (third.statusCode() != 200 || third.body().length != bytes || !hit) {
                throw new StackException(name + " does not answer with a hit: status " + third.statusCode() + ", "
                        + third.body().length + " bytes, " + third.headers().map());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(int bytes) {
        return "/api/bench/b" + bytes;
    }

    private static HttpResponse<byte[]> get(URI url) throws IOException {
        return send(HttpRequest.newBuilder(url).build());
    }

    private static HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }

    /** A document that the origin sends in so many bytes. */
    private static void put(URI gateway, int bytes) {
        // jsonb writes a space behind the colon.
        String document = "{\"text\": \"" + "x".repeat(bytes - "{\"text\": \"\"}".length()) + "\"}";
        HttpRequest write = HttpRequest.newBuilder(gateway.resolve(path(bytes)))
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=20")
                .PUT(HttpRequest.BodyPublishers.ofString(document))
                .build();
        try {
            HttpResponse<byte[]> answer = send(write);
            if (answer.statusCode() != 201) {
                throw new StackException(
                        "the document of " + bytes + " bytes was not stored: status " + answer.statusCode() + ", "
                                + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path placement() {
        Path file = directory.resolve("placement.yaml");
        try (InputStream packaged = HitsBench.class.getResourceAsStream("placement.yaml")) {
            if (packaged == null) {
                throw new IllegalStateException("the benchmark's placement is not packaged");
            }
            Files.createDirectories(directory);
            Files.copy(packaged, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
