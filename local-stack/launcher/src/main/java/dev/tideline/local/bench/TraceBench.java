package dev.tideline.local.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The same requests to the gateway and to Varnish, with the same memory and an origin of its own for each, while what is
 * popular is purged and written all the time: what part of the requests did the origin not see?
 *
 * @param keys documents that there are
 */
record TraceBench(BenchPlace place, int keys) {

    private static final double EXPONENT = 0.99;
    private static final int BYTES = 1024;
    private static final int CONNECTIONS = 32;
    private static final int WARM_UP = 600_000;
    private static final int REQUESTS = 1_000_000;
    /** What the first tier and its copies for direct hits take in a local stack, together. */
    private static final int MEGABYTES = 64 + 32;

    /**
     * What one cache did.
     *
     * @param asked requests that its origin saw
     * @param ratio the share of the requests that its origin did not see
     */
    record Played(Wrk.Run run, long asked, double ratio, long purges, long writes) {}

    Result run() {
        Wrk wrk = Wrk.installed();
        Map<String, Played> played = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>(
                List.of("nginx, HAProxy and LocalResponseCache were not run: they cannot purge one document"));
        try (OriginStub origin = new OriginStub(BYTES);
                OriginStub other = new OriginStub(BYTES);
                Contest contest = Contest.open(
                        place,
                        Map.of(
                                "tideline.origin-url",
                                origin.address().toString(),
                                "tideline.cache.l2.enabled",
                                "false"))) {
            contest.join((folder, port) -> Peer.varnish(folder, port, other.address(), MEGABYTES), Targets.of(-1));
            contest.absent().forEach((peer, why) -> notes.add(peer + " was not run: " + why));
            place.say().accept("drawing " + (WARM_UP + REQUESTS) + " requests for " + keys + " documents");
            Zipf zipf = new Zipf(keys, EXPONENT);
            Random random = new Random(1);
            Path files = contest.directory();
            Targets warmUp = Targets.write(files.resolve("warm-up"), WARM_UP, i -> zipf.draw(random));
            Targets trace = Targets.write(files.resolve("trace"), REQUESTS, i -> zipf.draw(random));
            Path script = files.resolve("trace.lua");
            contest.contenders().forEach((name, address) -> {
                boolean ours = name.equals(Contest.TIDELINE);
                OriginStub its = ours ? origin : other;
                try (Churn churn = ours ? Churn.ofTideline(contest, zipf) : Churn.ofPurging(address, zipf)) {
                    place.say().accept(name + " warms up");
                    wrk.run(address, CONNECTIONS, warmUp, script);
                    place.say().accept(name + " is measured");
                    played.put(name, play(wrk, address, trace, script, its, churn));
                }
            });
        }
        return result(played, notes);
    }

    private static Played play(Wrk wrk, URI address, Targets trace, Path script, OriginStub origin, Churn churn) {
        long asked = origin.asked();
        long purges = churn.purges();
        long writes = churn.writes();
        Wrk.Run run = wrk.run(address, CONNECTIONS, trace, script);
        long missed = origin.asked() - asked;
        return new Played(
                run, missed, 1 - (double) missed / run.requests(), churn.purges() - purges, churn.writes() - writes);
    }

    private Result result(Map<String, Played> played, List<String> notes) {
        String title = String.format(
                Locale.ROOT,
                "%,d requests for %,d documents of %,d bytes, Zipf %.2f, %d MB each, %d connections",
                REQUESTS,
                keys,
                BYTES,
                EXPONENT,
                MEGABYTES,
                CONNECTIONS);
        List<List<String>> rows = new ArrayList<>();
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        played.forEach((name, one) -> {
            rows.add(List.of(
                    name,
                    String.format(Locale.ROOT, "%.1f %%", one.ratio() * 100),
                    String.format(Locale.ROOT, "%,d", one.asked()),
                    String.format(Locale.ROOT, "%,.0f", one.run().rate()),
                    String.format(Locale.ROOT, "%.2f ms", one.run().p50Ms()),
                    String.format(Locale.ROOT, "%.2f ms", one.run().p99Ms()),
                    String.format(Locale.ROOT, "%,d", one.purges()),
                    String.format(Locale.ROOT, "%,d", one.writes())));
            bars.put(name, Map.of("hit ratio", one.ratio() * 100));
        });
        List<String> columns =
                List.of("cache", "hit ratio", "requests to its origin", "requests/s", "p50", "p99", "purges", "writes");
        return new Result(
                List.of(new Table(title, columns, rows)), played, new Bars("Hit ratio", "per cent", bars), notes);
    }
}
