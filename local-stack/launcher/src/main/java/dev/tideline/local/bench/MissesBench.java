package dev.tideline.local.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a cache adds to the way to the origin when it has nothing: each request is for another document, and the origin
 * itself is asked beside the caches. Once as fast as it goes, and once at an even pace, which tells what one request waits
 * for when it does not wait for others.
 *
 * @param rounds how often each is measured
 */
record MissesBench(BenchPlace place, int rounds) {

    private static final String FAST = "Misses of 1,024 bytes, 4 connections";
    private static final int PACE = 200;
    private static final String PACED = "Misses of 1,024 bytes, " + PACE + " a second on one connection";
    private static final int BYTES = 1024;
    private static final int CONNECTIONS = 4;
    private static final int WARM_UP = 60_000;
    private static final int REQUESTS = 20_000;
    private static final int PACED_REQUESTS = 1_000;
    private static final String ORIGIN = "the origin itself";

    Result run() {
        Wrk wrk = Wrk.installed();
        Figures fast = new Figures();
        Figures paced = new Figures();
        try (OriginStub origin = new OriginStub(BYTES);
                Contest contest = Contest.open(
                        place, Map.of("tideline.origin-url", origin.address().toString()))) {
            String up = Targets.of(-1);
            contest.join((folder, port) -> Peer.localResponseCache(place.root(), port, origin.address()), up);
            contest.join((folder, port) -> Peer.nginx(folder, port, origin.address()), up);
            contest.join((folder, port) -> Peer.varnish(folder, port, origin.address(), Peer.MEGABYTES), up);
            contest.join((folder, port) -> Peer.haproxy(folder, port, origin.address()), up);
            contest.absent().forEach(fast::notRun);
            Map<String, URI> asked = new LinkedHashMap<>();
            asked.put(ORIGIN, origin.address());
            asked.putAll(contest.contenders());
            Path script = contest.directory().resolve("trace.lua");
            Path file = contest.directory().resolve("targets");
            Targets warmUp = Targets.write(file, WARM_UP, i -> i);
            asked.values().forEach(address -> wrk.run(address, CONNECTIONS, warmUp, script));
            for (int round = 1; round <= rounds; round++) {
                place.say().accept(FAST + ", round " + round + " of " + rounds);
                int from = WARM_UP + round * REQUESTS;
                Targets targets = Targets.write(file, REQUESTS, i -> from + i);
                fast.add(FAST, ORIGIN, wrk.run(origin.address(), CONNECTIONS, targets, script));
                contest.contenders()
                        .forEach((name, address) -> fast.add(
                                FAST,
                                name,
                                contest.measured(name, () -> wrk.run(address, CONNECTIONS, targets, script))));
            }
            Optional<H2load> h2load = H2load.installed(contest.directory().resolve("h2load.log"));
            h2load.ifPresent(load -> paced(load, asked, file, paced));
            if (h2load.isEmpty()) {
                fast.notRun(PACED, "h2load is not installed");
            }
        }
        return result(fast.result(FAST), paced);
    }

    private void paced(H2load load, Map<String, URI> asked, Path file, Figures figures) {
        for (int round = 1; round <= rounds; round++) {
            place.say().accept(PACED + ", round " + round + " of " + rounds);
            int from = WARM_UP + (rounds + 1) * REQUESTS + round * PACED_REQUESTS;
            Targets targets = Targets.write(file, PACED_REQUESTS, i -> from + i);
            asked.forEach((name, address) -> figures.add(PACED, name, load.paced(address, targets, PACE)));
        }
    }

    private static Result result(Result fast, Figures paced) {
        List<Table> tables = new ArrayList<>(fast.tables());
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        paced.medians(PACED).ifPresent(medians -> {
            Wrk.Run origin = Objects.requireNonNull(medians.get(ORIGIN));
            List<List<String>> rows = new ArrayList<>();
            medians.forEach((name, run) -> {
                rows.add(List.of(
                        name,
                        ms(run.p50Ms()),
                        ms(run.p99Ms()),
                        ms(run.p50Ms() - origin.p50Ms()),
                        ms(run.p99Ms() - origin.p99Ms())));
                if (!name.equals(ORIGIN)) {
                    Map<String, Double> added = new LinkedHashMap<>();
                    added.put("median", run.p50Ms() - origin.p50Ms());
                    added.put("99th percentile", run.p99Ms() - origin.p99Ms());
                    bars.put(name, added);
                }
            });
            tables.add(
                    new Table(PACED, List.of("asked", "p50", "p99", "added to the origin's p50", "to its p99"), rows));
        });
        Map<String, Drawing> drawings = new LinkedHashMap<>(fast.drawings());
        if (!bars.isEmpty()) {
            drawings.put("added", new Bars("What a miss adds to the origin's time", "ms", bars));
        }
        return new Result(tables, Map.of("fast", fast.runs(), "paced", paced.runs()), drawings, fast.notes());
    }

    private static String ms(double millis) {
        return String.format(Locale.ROOT, "%.2f ms", millis);
    }
}
