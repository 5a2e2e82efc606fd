package dev.tideline.local.chaos;

import dev.tideline.local.chaos.Outcome.Times;
import dev.tideline.local.chaos.Outcome.Writes;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.RunClock;
import dev.tideline.local.check.run.CheckedStack;
import dev.tideline.local.check.run.Jobs;
import dev.tideline.local.check.run.LocalCheckedStack;
import dev.tideline.local.check.run.Outcomes;
import dev.tideline.local.check.run.Recorder;
import dev.tideline.local.stack.DevelopmentTokens;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Meters;
import dev.tideline.local.stack.StackProcesses;
import dev.tideline.local.stack.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Plays scenarios on a running stack, each with clients of its own. */
final class Chaos {

    /** For how long all is whole before, and for how long it is broken; what is restarted takes its own time. */
    record Pace(Duration before, Duration broken) {}

    private static final Duration CALM_WITHIN = Duration.ofMinutes(2);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Seconds without anything unusual. */
    private static final int CALM = 2;

    private static final int DOCUMENTS = 12;
    private static final int STORM_DOCUMENTS = 100;

    private final LocalStack stack;
    private final StackProcesses processes;
    private final CheckedStack checked;
    private final Pace pace;
    private final Consumer<String> say;

    Chaos(LocalStack stack, Path directory, Pace pace, Consumer<String> say) {
        this.stack = stack;
        this.processes = new StackProcesses(new Workspace(directory));
        this.checked = new LocalCheckedStack(stack, directory, DevelopmentTokens.file(directory));
        this.pace = pace;
        this.say = say;
    }

    Outcome play(Scenario scenario) {
        say.accept(scenario.title() + ": " + scenario.breaks() + ".");
        say.accept("Expected: " + scenario.expected() + ".");
        Recorder recorder = new Recorder(RunClock.start());
        try (Crowd crowd = new Crowd(checked, recorder);
                Meters meters = new Meters(stack.addresses())) {
            crowd.prepare(scenario == Scenario.REFILL_STORM ? STORM_DOCUMENTS : DOCUMENTS);
            Load load = new Load(meters);
            crowd.start();
            Times times = breakAndMend(scenario, crowd, recorder, load);
            crowd.stop();
            Writes writes = settle(recorder);
            Outcome outcome = new Outcome(scenario, crowd.seen(), times, writes, load.measured(largestBound(recorder)));
            new Telling(say).tell(outcome);
            return outcome;
        }
    }

    private Times breakAndMend(Scenario scenario, Crowd crowd, Recorder recorder, Load load) {
        AtomicLong told = new AtomicLong(recorder.clock().now());
        try (Background _ = Background.every(
                        SECOND,
                        () -> tellSecond(crowd, load, told, recorder.clock().now()));
                Background _ = scenario == Scenario.REFILL_STORM ? Background.every(LOOK, load::look) : () -> {}) {
            Jobs.pause(pace.before());
            Saboteur saboteur =
                    new Saboteur(stack, processes, checked, crowd, recorder, line -> say.accept("        ↻ " + line));
            long broken = recorder.clock().now();
            say.accept("        ✂ " + scenario.breaks());
            long mending;
            try (Background _ = saboteur.breakDown(scenario)) {
                Jobs.pause(pace.broken());
                mending = recorder.clock().now();
                load.forgetLooks();
                say.accept("        ✔ mending");
            }
            long mended = recorder.clock().now();
            say.accept("        ✔ mended after " + seconds(mended - mending));
            return new Times(broken, mending, mended, calm(crowd, recorder));
        }
    }

    private void tellSecond(Crowd crowd, Load load, AtomicLong told, long now) {
        long from = told.getAndSet(now);
        say.accept(String.format(
                Locale.ROOT, "%5d s  %s%s", now / 1_000_000_000, Second.of(crowd.seen(), from, now), load.last()));
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    /** From when on clients have seen nothing unusual for {@link #CALM} seconds. */
    private static long calm(Crowd crowd, Recorder recorder) {
        long deadline = recorder.clock().now() + CALM_WITHIN.toNanos();
        long since = recorder.clock().now();
        int calm = 0;
        while (calm < CALM) {
            long from = recorder.clock().now();
            if (from > deadline) {
                return Long.MAX_VALUE;
            }
            Jobs.pause(SECOND);
            boolean usual =
                    Second.of(crowd.seen(), from, recorder.clock().now()).isUsual();
            since = calm == 0 ? from : since;
            calm = usual ? calm + 1 : 0;
        }
        return since;
    }

    /** Waits until every accepted write has its outcome in Postgres, for a while. */
    private Writes settle(Recorder recorder) {
        List<UUID> accepted = recorder.soFar(Fact.Write.class)
                .map(Fact.Write::acceptance)
                .flatMap(one -> one instanceof Acceptance.Accepted(UUID id) ? Stream.of(id) : Stream.of())
                .distinct()
                .toList();
        long deadline = recorder.clock().now() + SETTLED_WITHIN.toNanos();
        while (true) {
            Map<UUID, Long> settled = new HashMap<>();
            Outcomes.of(Crowd.COLLECTION, checked.jdbcUrl(), recorder.clock())
                    .forEach(one -> settled.put(one.writeId(), one.at()));
            long lost = accepted.stream().filter(id -> !settled.containsKey(id)).count();
            if (lost == 0 || recorder.clock().now() > deadline) {
                long last = accepted.stream()
                        .mapToLong(id -> settled.getOrDefault(id, 0L))
                        .max()
                        .orElse(0);
                return new Writes(accepted.size(), lost, last);
            }
            Jobs.pause(Duration.ofMillis(500));
        }
    }

    private static long largestBound(Recorder recorder) {
        return recorder.soFar(Fact.Read.class)
                .mapToLong(read -> read.answer() instanceof Answer.Data data
                        ? data.served().boundMs()
                        : Answer.Served.NO_BOUND)
                .max()
                .orElse(0);
    }
}
