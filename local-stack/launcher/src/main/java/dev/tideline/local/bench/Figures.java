package dev.tideline.local.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What was measured: runs by workload and contender, in the order they were added. */
final class Figures {

    private static final List<String> COLUMNS =
            List.of("cache", "requests/s, median", "spread", "p50, median", "p99, median", "of the first");
    private static final String PROCESSOR = "processor time each, median";

    private final Map<String, Map<String, List<Wrk.Run>>> runs = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    void add(String workload, String contender, Wrk.Run run) {
        runs.computeIfAbsent(workload, name -> new LinkedHashMap<>())
                .computeIfAbsent(contender, name -> new ArrayList<>())
                .add(run);
    }

    /** All that was measured. */
    Map<String, Map<String, List<Wrk.Run>>> runs() {
        return runs;
    }

    /** Of each contender a run with the median of every figure; empty where the workload was not run. */
    Optional<Map<String, Wrk.Run>> medians(String workload) {
        return Optional.ofNullable(runs.get(workload)).map(contenders -> {
            Map<String, Wrk.Run> medians = new LinkedHashMap<>();
            contenders.forEach((contender, all) -> medians.put(contender, medians(all)));
            return medians;
        });
    }

    /** One run with the median of every figure, and all requests. */
    static Wrk.Run medians(List<Wrk.Run> all) {
        return new Wrk.Run(
                all.stream().mapToLong(Wrk.Run::requests).sum(),
                median(all, Wrk.Run::rate),
                median(all, Wrk.Run::p50Ms),
                median(all, Wrk.Run::p99Ms));
    }

    void notRun(String contender, String why) {
        notes.add(contender + " was not run: " + why);
    }

    /**
     * A table for each workload: medians, the spread of the rates, and each rate in times the first contender's.
     *
     * @param title of the chart, which shows the medians of the rates
     */
    Result result(String title) {
        List<Table> tables = new ArrayList<>();
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        runs.forEach((workload, contenders) -> {
            double first = median(contenders.values().iterator().next(), Wrk.Run::rate);
            boolean processor =
                    contenders.values().stream().flatMap(List::stream).anyMatch(run -> run.processorUs() != null);
            List<String> columns = new ArrayList<>(COLUMNS);
            if (processor) {
                columns.add(PROCESSOR);
            }
            List<List<String>> rows = new ArrayList<>();
            contenders.forEach((contender, all) -> {
                List<String> row = new ArrayList<>(row(contender, all, first));
                if (processor) {
                    row.add(processor(all));
                }
                rows.add(row);
                bars.computeIfAbsent(contender, name -> new LinkedHashMap<>())
                        .put(workload, median(all, Wrk.Run::rate));
            });
            tables.add(new Table(workload, columns, rows));
        });
        return new Result(tables, runs, new Bars(title, "requests/s", bars), notes);
    }

    private static List<String> row(String contender, List<Wrk.Run> all, double first) {
        double[] rates = all.stream().mapToDouble(Wrk.Run::rate).sorted().toArray();
        double rate = median(rates);
        return List.of(
                contender,
                String.format(Locale.ROOT, "%,.0f", rate),
                String.format(Locale.ROOT, "%,.0f to %,.0f", rates[0], rates[rates.length - 1]),
                String.format(Locale.ROOT, "%.2f ms", median(all, Wrk.Run::p50Ms)),
                String.format(Locale.ROOT, "%.2f ms", median(all, Wrk.Run::p99Ms)),
                String.format(Locale.ROOT, "%.2f", rate / first));
    }

    /** Empty where it was not looked at. */
    private static String processor(List<Wrk.Run> runs) {
        double[] known = runs.stream()
                .map(Wrk.Run::processorUs)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        return known.length == 0 ? "" : String.format(Locale.ROOT, "%.1f µs", median(known));
    }

    private static double median(List<Wrk.Run> runs, ToDoubleFunction<Wrk.Run> value) {
        return median(runs.stream().mapToDouble(value).toArray());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
