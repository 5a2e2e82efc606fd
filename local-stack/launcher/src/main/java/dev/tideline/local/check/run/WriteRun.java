package dev.tideline.local.check.run;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Span;
import dev.tideline.local.check.plan.Cast;
import dev.tideline.local.check.plan.WriteFaults;
import dev.tideline.local.check.plan.WriteFaults.Fault;
import dev.tideline.local.check.plan.WriteFaults.Kind;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Clients that only write, each one write after the other, while one part after another breaks on the writes' way; until
 * enough writes are acknowledged and every kind of fault was played. Then quiet and a last look.
 */
public final class WriteRun {

    private static final Duration AFTER_A_REFUSAL = Duration.ofMillis(100);

    /**
     * What is played.
     *
     * @param clients who write at the same time
     * @param writes that are acknowledged at least
     * @param resources they write to; few, so that the clients meet
     * @param faults the kinds that break
     * @param longestPause between two of them
     * @param untilQuiet how long the last writes may take to be applied
     */
    public record Script(
            long seed,
            int clients,
            long writes,
            int resources,
            Set<Kind> faults,
            Duration longestPause,
            Duration untilQuiet) {

        List<ResourceKey> keys() {
            return IntStream.range(0, resources)
                    .mapToObj(i -> new ResourceKey(Cast.COLLECTION, "w" + i))
                    .toList();
        }
    }

    private final Script script;
    private final CheckedStack stack;
    private final WriteTroubles troubles;
    private final Recorder recorder;
    private final Consumer<String> progress;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final HttpClient client = Caller.client();

    public WriteRun(
            Script script, CheckedStack stack, WriteTroubles troubles, Recorder recorder, Consumer<String> progress) {
        this.script = script;
        this.stack = stack;
        this.troubles = troubles;
        this.recorder = recorder;
        this.progress = progress;
    }

    /** Plays the script to its end and returns what happened. */
    public History play() {
        try (client;
                KafkaWatch _ = KafkaWatch.start(stack.kafka(), recorder)) {
            writeWhileThingsBreak();
            progress.accept(acknowledged + " writes are acknowledged after "
                    + Duration.ofNanos(recorder.clock().now()).toSeconds()
                    + " s and everything is whole again; waiting until all is quiet");
            new Aftermath(stack, client, recorder).await(script.untilQuiet(), script.keys());
        }
        return recorder.history(regions());
    }

    private Map<String, String> regions() {
        return stack.gateways().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, gateway -> gateway.getValue().region()));
    }

    private void writeWhileThingsBreak() {
        List<Runnable> jobs = new ArrayList<>();
        jobs.add(this::breakThings);
        for (int i = 1; i <= script.clients(); i++) {
            String name = "c" + i;
            jobs.add(() -> write(name));
        }
        Jobs.run(jobs);
    }

    private void breakThings() {
        try {
            WriteFaults faults = new WriteFaults(script.seed(), script.faults(), script.longestPause());
            for (int played = 0; played < script.faults().size() || acknowledged.get() < script.writes(); played++) {
                play(faults.next());
            }
        } finally {
            over.set(true);
        }
    }

    private void play(Fault fault) {
        Jobs.pause(fault.pause());
        long begin = recorder.clock().now();
        progress.accept(acknowledged + " writes; " + fault.kind().told());
        troubles.breakDown(fault.kind());
        Jobs.pause(fault.length());
        troubles.repair(fault.kind());
        recorder.add(new Fact.Fault(
                fault.kind().told(), new Span(begin, recorder.clock().now())));
    }

    private void write(String name) {
        Random random = new Random(script.seed() * 31 + name.hashCode());
        Caller caller = new Caller(name, false, client, stack.gateways(), recorder);
        List<ResourceKey> keys = script.keys();
        List<String> instances = stack.gateways().keySet().stream().sorted().toList();
        while (!over.get()) {
            ResourceKey key = keys.get(random.nextInt(keys.size()));
            String instance = instances.get(random.nextInt(instances.size()));
            Acceptance acceptance = random.nextInt(16) == 0 ? caller.delete(instance, key) : caller.put(instance, key);
            if (acceptance instanceof Acceptance.Accepted) {
                acknowledged.incrementAndGet();
            } else {
                Jobs.pause(AFTER_A_REFUSAL);
            }
        }
    }
}
