package dev.tideline.local.check.run;

import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Target;
import dev.tideline.local.check.plan.Cast;
import dev.tideline.local.check.plan.FaultPlan;
import dev.tideline.local.check.plan.Step;
import dev.tideline.local.check.plan.Steps;
import dev.tideline.local.check.plan.Steps.Role;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One run: workers and faults for a while, then quiet, then a last look at everything. */
public final class CheckRun {

    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final int WARM_READS = 100;
    private static final Duration UNTIL_QUIET = Duration.ofSeconds(40);

    /** How long, what breaks, who takes part, from which seed. */
    public record Script(long seed, Duration length, Cast cast, FaultPlan faults) {}

    private final Script script;
    private final CheckedStack stack;
    private final OriginProxy proxy;
    private final Recorder recorder;
    private final Consumer<String> progress;
    private final HttpClient client = Caller.client();

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
        warmUp();
        try (KafkaWatch _ = KafkaWatch.start(stack.kafka(), recorder)) {
            workWhileThingsBreak();
            progress.accept("everything is whole again; waiting until all is quiet");
            new Aftermath(stack, client, recorder)
                    .await(UNTIL_QUIET, script.cast().keys());
        }
        client.close();
        return recorder.history(script.cast().gateways());
    }

    /** A gateway that has just begun may take seconds for its first answers; a run in which nobody is answered tests nothing. */
    private void warmUp() {
        long deadline = recorder.clock().now() + WARM_UP.toNanos();
        List<Runnable> jobs = new ArrayList<>();
        stack.gateways()
                .forEach((instance, gateway) -> jobs.add(() -> {
                    Recorder unheard = new Recorder(recorder.clock());
                    Caller caller = new Caller("warm-up", false, client, stack.gateways(), unheard);
                    Target target = new Target.Listing(Cast.COLLECTION);
                    for (int i = 0; i < WARM_READS && recorder.clock().now() < deadline; i++) {
                        caller.read(instance, target);
                    }
                }));
        Jobs.run(jobs);
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
        Jobs.run(jobs);
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
            Jobs.pause(step.rest());
            switch (step) {
                case Step.Read read -> caller.read(read.instance(), read.target());
                case Step.Put put -> caller.put(put.instance(), put.key());
                case Step.Delete delete -> caller.delete(delete.instance(), delete.key());
                case Step.Purge purge -> operator.purge(purge.scope(), purge.mode());
            }
        }
    }
}
