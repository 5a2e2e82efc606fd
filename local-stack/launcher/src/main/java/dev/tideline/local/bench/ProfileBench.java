package dev.tideline.local.bench;

import dev.tideline.local.stack.Meters;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the processor time of a hit goes, as the JDK's flight recorder sees it: once through the framework, as every hit went
 * before there were direct ones, and once answered before it.
 *
 * @param length of one recording
 */
record ProfileBench(BenchPlace place, Duration length) {

    private static final int BYTES = 1024;
    private static final int CONNECTIONS = 32;
    private static final int FRAMES = 12;
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    /** One way a hit can go. */
    private record Way(String title, Map<String, String> settings) {}

    private static final List<Way> WAYS = List.of(
            new Way("through the framework", Map.of("tideline.cache.direct-hits", "0B")),
            new Way("before the framework", Map.of()));

    /** @param recording where it lies, for a closer look */
    record Profiled(String way, Wrk.Run run, Frames frames, String recording) {}

    Result run() {
        Wrk wrk = Wrk.installed();
        List<Profiled> profiled = new ArrayList<>();
        try (OriginStub origin = new OriginStub(BYTES)) {
            for (Way way : WAYS) {
                Map<String, String> settings = new LinkedHashMap<>(way.settings());
                settings.put("tideline.origin-url", origin.address().toString());
                profiled.add(profile(wrk, way, settings));
            }
        }
        return result(profiled);
    }

    private Profiled profile(Wrk wrk, Way way, Map<String, String> settings) {
        try (Contest contest = Contest.open(place, settings);
                Meters meters = new Meters(contest.addresses())) {
            URI url = contest.gateway().resolve(Targets.of(1));
            GatewayHeap gateway = new GatewayHeap(contest, meters);
            // Outside of the stack's folder, which the next stack empties.
            Path recording = place.directory()
                    .resolveSibling("profile-" + way.title().replace(' ', '-') + ".jfr")
                    .toAbsolutePath();
            wrk.run(url, CONNECTIONS, WARM_UP);
            place.say().accept("recording hits " + way.title());
            gateway.jcmd(
                    "JFR.start",
                    "name=hits",
                    "settings=profile",
                    "jdk.CPUTimeSample#enabled=true",
                    "jdk.CPUTimeSample#throttle=2ms");
            Wrk.Run run = wrk.run(url, CONNECTIONS, length);
            gateway.jcmd("JFR.stop", "name=hits", "filename=" + recording);
            return new Profiled(way.title(), run, Frames.of(recording), recording.toString());
        }
    }

    private static Result result(List<Profiled> profiled) {
        List<Table> tables = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        List<String> libraries = profiled.stream()
                .flatMap(one -> one.frames().byLibrary().keySet().stream())
                .distinct()
                .toList();
        for (Profiled one : profiled) {
            String title = String.format(
                    Locale.ROOT,
                    "Hits %s: %,.0f requests/s, %,d samples",
                    one.way(),
                    one.run().rate(),
                    one.frames().samples());
            List<List<String>> rows = new ArrayList<>();
            one.frames().byFrame().entrySet().stream()
                    .limit(FRAMES)
                    .forEach(frame -> rows.add(List.of(share(frame.getValue()), "`" + frame.getKey() + "`")));
            tables.add(new Table(title, List.of("of the time", "in"), rows));
            Map<String, Double> shares = new LinkedHashMap<>();
            libraries.forEach(library ->
                    shares.put(library, 100 * one.frames().byLibrary().getOrDefault(library, 0.0)));
            bars.put(one.way(), shares);
            notes.add("The recording of hits " + one.way() + " is in " + one.recording());
        }
        List<List<String>> rows = libraries.stream()
                .map(library -> {
                    List<String> row = new ArrayList<>(List.of(library));
                    profiled.forEach(
                            one -> row.add(share(one.frames().byLibrary().getOrDefault(library, 0.0))));
                    return List.copyOf(row);
                })
                .toList();
        List<String> columns = new ArrayList<>(List.of("in code of"));
        profiled.forEach(one -> columns.add(one.way()));
        tables.add(new Table("Shares by library", columns, rows));
        return new Result(tables, profiled, new Bars("Where the time of a hit goes", "per cent", bars), notes);
    }

    private static String share(double of) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * of);
    }
}
