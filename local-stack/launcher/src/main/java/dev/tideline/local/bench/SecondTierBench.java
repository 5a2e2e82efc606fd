package dev.tideline.local.bench;

import dev.tideline.local.stack.StackException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Hits of the second tier, in Redis, beside those of the first: the same gateway, the same kind of trace, once over few
 * documents that fit into its memory and once over many that do not.
 *
 * @param rounds how often each is measured
 */
record SecondTierBench(BenchPlace place, int rounds) {

    private static final String WORKLOAD = "Hits on random documents of 1,024 bytes, 32 connections";
    private static final int BYTES = 1024;
    private static final int CONNECTIONS = 32;
    private static final int FEW = 100;
    private static final int MANY = 15_000;
    private static final int REQUESTS = 100_000;
    /** What the first tier holds is a few per cent of the many documents. */
    private static final Map<String, String> SMALL =
            Map.of("tideline.cache.max-entry", "64KB", "tideline.cache.l1", "1MB");

    Result run() {
        Wrk wrk = Wrk.installed();
        Figures figures = new Figures();
        try (OriginStub origin = new OriginStub(BYTES)) {
            Map<String, String> settings = new HashMap<>(SMALL);
            settings.put("tideline.origin-url", origin.address().toString());
            try (Contest contest = Contest.open(place, settings)) {
                Path script = contest.directory().resolve("trace.lua");
                Path file = contest.directory().resolve("targets");
                place.say().accept("filling the second tier");
                wrk.run(contest.gateway(), CONNECTIONS, Targets.write(file, MANY, i -> i), script);
                Random random = new Random(1);
                for (int round = 0; round <= rounds; round++) {
                    Targets few = Targets.write(file, REQUESTS, i -> random.nextInt(FEW));
                    Wrk.Run first = wrk.run(contest.gateway(), CONNECTIONS, few, script);
                    long before = origin.asked();
                    Targets many = Targets.write(file, REQUESTS, i -> random.nextInt(MANY));
                    Wrk.Run second = wrk.run(contest.gateway(), CONNECTIONS, many, script);
                    long asked = origin.asked() - before;
                    // The first round warms up.
                    if (round > 0) {
                        place.say()
                                .accept(WORKLOAD + ", round " + round + " of " + rounds + ": the origin was asked "
                                        + asked + " times");
                        requireHits(asked);
                        figures.add(WORKLOAD, "L1, " + FEW + " documents", first);
                        figures.add(WORKLOAD, "L2, " + MANY + " documents", second);
                    }
                }
            }
        }
        return figures.result(WORKLOAD);
    }

    private static void requireHits(long asked) {
        if (asked > REQUESTS / 100) {
            throw new StackException("the second tier missed " + asked + " of " + REQUESTS
                    + " times; the figure would be of the origin");
        }
    }
}
