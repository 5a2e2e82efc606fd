package dev.tideline.local.check.run;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Target;
import dev.tideline.local.check.plan.Cast;
import dev.tideline.local.check.plan.FaultPlan;
import dev.tideline.local.check.plan.Step;
import dev.tideline.local.check.plan.Steps;
import dev.tideline.local.check.plan.Steps.Role;
import dev.tideline.local.check.verify.Rule;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One run: workers and faults for a while, then quiet, then a last look at everything. */
public final class CheckRun {

    private static final Duration UNTIL_QUIET = Duration.ofSeconds(40);

    /** How long, what breaks, who takes part, from which seed. */
    public record Script(long seed, Duration length, Cast cast, FaultPlan faults) {}

    private final Script script;
    private final CheckedStack stack;
    private final OriginProxy proxy;
    private final Recorder recorder;
    private final Consumer<String> progress;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    public CheckRun(
            Script script, CheckedStack stack, OriginProxy proxy, Recorder recorder, Consumer<String> progress) {
        this.script = script;
        this.stack = stack;
        this.proxy = proxy;
        this.recorder = recorder;
        this.progress = progress;
    }

    /** Plays the script to its end and returns what happened. */
    public History play() {
        try (KafkaWatch _ = KafkaWatch.start(stack.kafka(), recorder)) {
            workWhileThingsBreak();
            progress.accept("everything is whole again; waiting until all is quiet");
            long deadline = recorder.clock().now() + UNTIL_QUIET.toNanos();
            await(deadline, this::everyWriteIsSettled);
            Map<ResourceKey, Long> versions = lastVersions();
            await(deadline, () -> everyChangeWasSeen(versions));
            lastLook(deadline, versions);
        }
        Outcomes.of(Cast.COLLECTION, stack.jdbcUrl(), recorder.clock()).forEach(recorder::add);
        client.close();
        return recorder.history(script.cast().gateways());
    }

    private void workWhileThingsBreak() {
        long start = recorder.clock().now();
        long end = start + script.length().toNanos();
        List<Runnable> jobs =
                new ArrayList<>(new Troublemaker(stack, proxy, recorder, progress).jobs(script.faults(), start));
        Cast cast = script.cast();
        workers("s", cast.sessions(), Role.SESSION, end, jobs);
        workers("r", cast.readers(), Role.READER, end, jobs);
        workers("p", cast.purgers(), Role.PURGER, end, jobs);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            jobs.forEach(job -> running.add(threads.submit(job)));
            for (Future<?> job : running) {
                job.get();
            }
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the check itself failed: " + broken.getCause(), broken.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private void workers(String prefix, int count, Role role, long end, List<Runnable> jobs) {
        for (int i = 1; i <= count; i++) {
            String worker = prefix + i;
            jobs.add(() -> work(worker, role, end));
        }
    }

    private void work(String worker, Role role, long end) {
        Steps steps = new Steps(script.seed(), worker, role, script.cast());
        Caller caller = new Caller(worker, role == Role.SESSION, client, stack.gateways(), recorder);
        Operator operator = new Operator(worker, client, stack, recorder);
        while (recorder.clock().now() < end) {
            Step step = steps.next();
            pause(step.rest());
            switch (step) {
                case Step.Read read -> caller.read(read.instance(), read.target());
                case Step.Put put -> caller.put(put.instance(), put.key());
                case Step.Delete delete -> caller.delete(delete.instance(), delete.key());
                case Step.Purge purge -> operator.purge(purge.scope(), purge.mode());
            }
        }
    }

    private boolean everyWriteIsSettled() {
        Set<UUID> settled = Outcomes.of(Cast.COLLECTION, stack.jdbcUrl(), recorder.clock()).stream()
                .map(Fact.Settled::writeId)
                .collect(Collectors.toSet());
        return recorder.soFar(Fact.Write.class)
                .map(Fact.Write::acceptance)
                .allMatch(acceptance ->
                        !(acceptance instanceof Acceptance.Accepted(UUID writeId)) || settled.contains(writeId));
    }

    private Map<ResourceKey, Long> lastVersions() {
        Map<ResourceKey, Long> versions = new HashMap<>();
        Outcomes.of(Cast.COLLECTION, stack.jdbcUrl(), recorder.clock())
                .forEach(outcome -> versions.merge(outcome.key(), outcome.version(), Math::max));
        return versions;
    }

    private boolean everyChangeWasSeen(Map<ResourceKey, Long> versions) {
        Map<ResourceKey, Long> seen = recorder.soFar(Fact.Committed.class)
                .collect(Collectors.toMap(Fact.Committed::key, Fact.Committed::version, Math::max));
        return versions.entrySet().stream().allMatch(last -> seen.getOrDefault(last.getKey(), 0L) >= last.getValue());
    }

    /** Each instance may take a moment to hear of the last purges; only its last answer counts. */
    private void lastLook(long deadline, Map<ResourceKey, Long> versions) {
        Caller reader = new Caller(Rule.LAST_READER, false, client, stack.gateways(), recorder);
        for (String instance : stack.gateways().keySet()) {
            for (ResourceKey key : script.cast().keys()) {
                long expected = versions.getOrDefault(key, 0L);
                await(deadline, () -> shows(reader.read(instance, new Target.Item(key)), expected));
            }
        }
    }

    private static boolean shows(Answer answer, long expected) {
        return switch (answer) {
            case Answer.Document document -> document.version() >= expected;
            case Answer.Absent absent -> absent.version() >= expected;
            case Answer.Listed ignored -> false;
            case Answer.Refused ignored -> false;
            case Answer.Lost ignored -> false;
        };
    }

    /** Gives up silently: the rules say what is missing. */
    private void await(long deadline, BooleanSupplier done) {
        while (!done.getAsBoolean() && recorder.clock().now() < deadline) {
            pause(Duration.ofMillis(100));
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
