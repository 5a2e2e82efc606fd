package dev.tideline.local.bench;

import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How many hits a second each cache answers, in front of the same origin-service. Contenders take turns within each round,
 * so that what else the machine does falls on all of them.
 *
 * @param rounds how often each is measured
 * @param length of one measurement
 */
record HitsBench(BenchPlace place, int rounds, Duration length) {

    /** One kind of load: the size of the document in bytes, and the connections. */
    private record Workload(int bytes, int connections) {

        String title() {
            return bytes + " bytes, " + connections + (connections == 1 ? " connection" : " connections");
        }
    }

    private static final List<Workload> WORKLOADS = List.of(
            new Workload(919, 32),
            new Workload(919, 1),
            new Workload(919, 256),
            new Workload(10_240, 32),
            new Workload(102_400, 32));
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /** Before anything is measured: two of the caches are still being compiled for so long. */
    private static final Duration COMPILE = Duration.ofSeconds(20);

    Result run() {
        Wrk wrk = Wrk.installed();
        try (Contest contest = Contest.open(place)) {
            WORKLOADS.stream().map(Workload::bytes).distinct().forEach(bytes -> put(contest.gateway(), bytes));
            URI origin = contest.addresses().http(Part.ORIGIN);
            String target = target(WORKLOADS.getFirst().bytes());
            contest.join((folder, port) -> Peer.localResponseCache(place.root(), port, origin), target);
            contest.join((folder, port) -> Peer.nginx(folder, port, origin), target);
            contest.join((folder, port) -> Peer.varnish(folder, port, origin, Peer.MEGABYTES), target);
            contest.join((folder, port) -> Peer.haproxy(folder, port, origin), target);
            Figures figures = new Figures();
            contest.absent().forEach(figures::notRun);
            measure(wrk, contest, figures);
            return figures.result("Hits");
        }
    }

    private void measure(Wrk wrk, Contest contest, Figures figures) {
        Map<String, URI> contenders = contest.contenders();
        for (Workload workload : WORKLOADS) {
            Duration warmUp = workload.equals(WORKLOADS.getFirst()) ? COMPILE : WARM_UP;
            contenders.forEach((name, address) -> {
                requireHits(name, address, workload.bytes());
                wrk.run(address.resolve(target(workload.bytes())), workload.connections(), warmUp);
            });
            for (int round = 1; round <= rounds; round++) {
                place.say().accept(workload.title() + ", round " + round + " of " + rounds);
                contenders.forEach((name, address) -> {
                    URI url = address.resolve(target(workload.bytes()));
                    figures.add(
                            workload.title(),
                            name,
                            contest.measured(name, () -> wrk.run(url, workload.connections(), length)));
                });
            }
        }
    }

    /** Three reads later the answer must come out of the cache, whole; else the figure would be of something else. */
    private static void requireHits(String name, URI address, int bytes) {
        URI url = address.resolve(target(bytes));
        Calls.get(url);
        Calls.get(url);
        HttpResponse<byte[]> third = Calls.get(url);
        boolean hit = !name.equals(Contest.TIDELINE)
                || third.headers().firstValue("X-Cache-Status").orElse("").equals("HIT");
        if (third.statusCode() != 200 || third.body().length != bytes || !hit) {
            throw new StackException(name + " does not answer with a hit: status " + third.statusCode() + ", "
                    + third.body().length + " bytes, " + third.headers().map());
        }
    }

    private static String target(int bytes) {
        return "/api/bench/b" + bytes;
    }

    /** A document that the origin sends in so many bytes. */
    private static void put(URI gateway, int bytes) {
        // jsonb writes a space behind the colon.
        String document = "{\"text\": \"" + "x".repeat(bytes - "{\"text\": \"\"}".length()) + "\"}";
        HttpResponse<byte[]> answer = Calls.send(HttpRequest.newBuilder(gateway.resolve(target(bytes)))
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=20")
                .PUT(HttpRequest.BodyPublishers.ofString(document))
                .build());
        if (answer.statusCode() != 201) {
            throw new StackException("the document of " + bytes + " bytes was not stored: status " + answer.statusCode()
                    + ", " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }
}
