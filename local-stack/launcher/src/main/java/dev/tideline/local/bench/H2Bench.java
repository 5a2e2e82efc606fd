package dev.tideline.local.bench;

import dev.tideline.backends.Ports;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.StackException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hits over HTTP/2 without TLS, as a proxy before the caches would ask for them, in front of the same origin.
 *
 * @param rounds how often each is measured
 * @param length of one measurement
 */
record H2Bench(BenchPlace place, int rounds, Duration length) {

    /** One kind of load. */
    private record Workload(int connections, int streams) {

        String title() {
            return connections + " connections of " + streams + (streams == 1 ? " stream" : " streams");
        }
    }

    private static final List<Workload> WORKLOADS = List.of(new Workload(32, 1), new Workload(8, 16));
    private static final int BYTES = 1024;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    Result run() {
        Figures figures = new Figures();
        try (OriginStub origin = new OriginStub(BYTES);
                Contest contest = Contest.open(
                        place,
                        Map.of("tideline.origin-url", origin.address().toString(), "server.http2.enabled", "true"))) {
            H2load load = H2load.installed(contest.directory().resolve("h2load.log"))
                    .orElseThrow(() -> new StackException("needs h2load to make load; install nghttp2-client"));
            Map<String, URI> asked = asked(contest, origin.address());
            contest.absent().forEach(figures::notRun);
            for (Workload workload : WORKLOADS) {
                asked.values().forEach(url -> load.run(url, workload.connections(), workload.streams(), WARM_UP));
                for (int round = 1; round <= rounds; round++) {
                    place.say().accept(workload.title() + ", round " + round + " of " + rounds);
                    asked.forEach((name, url) -> figures.add(
                            workload.title(),
                            name,
                            contest.measured(
                                    name, () -> load.run(url, workload.connections(), workload.streams(), length))));
                }
            }
        }
        return figures.result("Hits over HTTP/2");
    }

    /** Those of the caches that speak HTTP/2, by where they do. */
    private Map<String, URI> asked(Contest contest, URI origin) {
        String target = Targets.of(1);
        int ofNginx = Ports.free();
        int ofHaproxy = Ports.free();
        contest.join(
                (folder, port) ->
                        Peer.localResponseCache(place.root(), port, origin).with("--server.http2.enabled=true"),
                target);
        contest.join((folder, port) -> nginx(folder, port, ofNginx, origin), target);
        contest.join(
                (folder, port) -> Peer.varnish(folder, port, origin, Peer.MEGABYTES)
                        .with("-p")
                        .with("feature=+http2"),
                target);
        contest.join((folder, port) -> haproxy(folder, port, ofHaproxy, origin), target);
        Map<String, URI> asked = new LinkedHashMap<>();
        contest.contenders().forEach((name, address) -> {
            // The first of these fetches, the next ones are hits.
            Calls.get(address.resolve(target));
            Calls.get(address.resolve(target));
            asked.put(name, address.resolve(target));
        });
        asked.computeIfPresent(Peer.NGINX, (name, url) -> at(ofNginx, target));
        asked.computeIfPresent(Peer.HAPROXY, (name, url) -> at(ofHaproxy, target));
        return asked;
    }

    private static URI at(int port, String target) {
        return URI.create("http://" + Addresses.HOST + ":" + port + target);
    }

    /** These two know from the port which of the two versions comes. */
    private static Peer nginx(Path folder, int port, int second, URI origin) {
        return twice(
                Peer.nginx(folder, port, origin), "listen " + Addresses.HOST + ":" + port + ";", second, " http2;");
    }

    private static Peer haproxy(Path folder, int port, int second, URI origin) {
        return twice(Peer.haproxy(folder, port, origin), "bind " + Addresses.HOST + ":" + port, second, " proto h2");
    }

    private static Peer twice(Peer peer, String line, int port, String http2) {
        String word = line.substring(0, line.indexOf(' '));
        String more = line + "\n  " + word + " " + Addresses.HOST + ":" + port + http2;
        Map<String, String> files = new HashMap<>();
        peer.files().forEach((name, text) -> files.put(name, text.replace(line, more)));
        return new Peer(peer.title(), peer.program(), files, new ArrayList<>(peer.arguments()));
    }
}
