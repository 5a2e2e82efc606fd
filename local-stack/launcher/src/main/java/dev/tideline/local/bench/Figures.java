package dev.tideline.local.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What was measured: runs by workload and contender, in the order they were added. */
final class Figures {

    private final Map<String, Map<String, List<Wrk.Run>>> runs = new LinkedHashMap<>();
    private final List<String> notRun = new ArrayList<>();

    void add(String workload, String contender, Wrk.Run run) {
        runs.computeIfAbsent(workload, name -> new LinkedHashMap<>())
                .computeIfAbsent(contender, name -> new ArrayList<>())
                .add(run);
    }

    void notRun(String contender, String why) {
        notRun.add(contender + " was not run: " + why);
    }

    /**
     * A table in Markdown for each workload: medians, the spread of the rates, and each rate in times the first
     * contender's.
     */
    void print(PrintStream out) {
        runs.forEach((workload, contenders) -> {
            out.printf("%n%s%n%n| cache | requests/s, median | spread | p99, median | of the first |%n", workload);
            out.println("|---|---|---|---|---|");
            double first = median(contenders.values().iterator().next().stream()
                    .mapToDouble(Wrk.Run::rate)
                    .toArray());
            contenders.forEach((contender, all) -> {
                double[] rates =
                        all.stream().mapToDouble(Wrk.Run::rate).sorted().toArray();
                double rate = median(rates);
                out.printf(
                        Locale.ROOT,
                        "| %s | %,.0f | %,.0f to %,.0f | %.2f ms | %.2f |%n",
                        contender,
                        rate,
                        rates[0],
                        rates[rates.length - 1],
                        median(all.stream().mapToDouble(Wrk.Run::p99Ms).toArray()),
                        rate / first);
            });
        });
        notRun.forEach(line -> out.println("\n" + line));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    void write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(
                    file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(runs));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
