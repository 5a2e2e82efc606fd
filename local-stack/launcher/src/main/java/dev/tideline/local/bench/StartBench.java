package dev.tideline.local.bench;

import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartRecording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From the start of a gateway's process until it is ready, which it is when the purge log has been replayed; in a stack whose
 * other parts run. With an AOT cache, as the container image has one, and without.
 *
 * @param rounds how often each is measured
 */
record StartBench(BenchPlace place, int rounds) {

    private static final Part STARTED = Part.GATEWAY_EU_2;

    Result run() {
        StackSettings bare = Contest.settings(place);
        StackSettings cached = bare.withCaches(bare.directory().resolve("start-caches"));
        if (StartRecording.isNeeded(cached)) {
            place.say().accept("recording start caches in " + cached.jvm().caches());
            StartRecording.run(cached, _ -> {});
        }
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        seconds.put("with its AOT cache", measure(cached));
        seconds.put("without", measure(bare));
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        seconds.forEach((how, all) -> {
            double[] sorted =
                    all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            double median = Figures.median(sorted);
            rows.add(List.of(
                    how,
                    String.format(Locale.ROOT, "%.2f s", median),
                    String.format(Locale.ROOT, "%.2f to %.2f s", sorted[0], sorted[sorted.length - 1])));
            bars.put(how, Map.of("until ready", median));
        });
        String title = "From the start of a gateway until it is ready";
        return new Result(
                List.of(new Table(title, List.of("start", "median", "spread"), rows)),
                seconds,
                new Bars(title, "seconds", bars),
                List.of());
    }

    private List<Double> measure(StackSettings settings) {
        try (Contest contest = Contest.open(place, settings)) {
            List<Double> seconds = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                contest.stack().stop(STARTED);
                long begin = System.nanoTime();
                contest.stack().start(STARTED);
                seconds.add((System.nanoTime() - begin) / 1e9);
            }
            return seconds;
        }
    }
}
