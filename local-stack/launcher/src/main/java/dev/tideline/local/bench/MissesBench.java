package dev.tideline.local.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a cache adds to the way to the origin when it has nothing: each request is for another document, and the origin
 * itself is asked beside the caches.
 *
 * @param rounds how often each is measured
 */
record MissesBench(BenchPlace place, int rounds) {

    private static final String WORKLOAD = "Misses of 1,024 bytes, 4 connections";
    private static final int BYTES = 1024;
    private static final int CONNECTIONS = 4;
    private static final int WARM_UP = 20_000;
    private static final int REQUESTS = 20_000;

    Result run() {
        Wrk wrk = Wrk.installed();
        Figures figures = new Figures();
        try (OriginStub origin = new OriginStub(BYTES);
                Contest contest = Contest.open(
                        place, Map.of("tideline.origin-url", origin.address().toString()))) {
            String up = Targets.of(-1);
            contest.join((folder, port) -> Peer.nginx(folder, port, origin.address()), up);
            contest.join((folder, port) -> Peer.varnish(folder, port, origin.address(), Peer.MEGABYTES), up);
            contest.join((folder, port) -> Peer.haproxy(folder, port, origin.address()), up);
            contest.absent().forEach(figures::notRun);
            Map<String, URI> asked = new LinkedHashMap<>();
            asked.put("the origin itself", origin.address());
            asked.putAll(contest.contenders());
            Path script = contest.directory().resolve("trace.lua");
            Path file = contest.directory().resolve("targets");
            Targets warmUp = Targets.write(file, WARM_UP, i -> i);
            asked.values().forEach(address -> wrk.run(address, CONNECTIONS, warmUp, script));
            for (int round = 1; round <= rounds; round++) {
                place.say().accept(WORKLOAD + ", round " + round + " of " + rounds);
                int from = WARM_UP + round * REQUESTS;
                Targets targets = Targets.write(file, REQUESTS, i -> from + i);
                asked.forEach(
                        (name, address) -> figures.add(WORKLOAD, name, wrk.run(address, CONNECTIONS, targets, script)));
            }
        }
        return figures.result(WORKLOAD);
    }
}
