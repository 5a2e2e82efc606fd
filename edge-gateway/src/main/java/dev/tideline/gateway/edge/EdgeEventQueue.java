package dev.tideline.gateway.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A bounded queue with a thread of its own behind it: event loops only put in, and what does not fit is dropped. Sends are
 * tried once.
 */
final class EdgeEventQueue implements EdgeEvents, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EdgeEvents.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long IDLE_MILLIS = 200;

    private record Waiting(EdgeEvent event, boolean logged) {}

    private final EdgeEventSettings settings;
    private final List<EdgeEventSink> sinks;
    private final JsonMapper json;
    private final BlockingQueue<Waiting> queue;
    private final Counter pushed;
    private final Counter failed;
    private final Counter dropped;
    private final Thread thread = new Thread(this::run, "edge-events");
    private volatile boolean closed;

    EdgeEventQueue(EdgeEventSettings settings, List<EdgeEventSink> sinks, JsonMapper json, MeterRegistry meters) {
        this.settings = settings;
        this.sinks = sinks;
        this.json = json;
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.pushed = meters.counter("tideline.edge.events", "result", "pushed");
        this.failed = meters.counter("tideline.edge.events", "result", "failed");
        this.dropped = meters.counter("tideline.edge.events", "result", "dropped");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void answered(Supplier<EdgeEvent> answer) {
        boolean logged = ThreadLocalRandom.current().nextDouble() < settings.logged();
        if ((logged || !sinks.isEmpty()) && !queue.offer(new Waiting(answer.get(), logged))) {
            dropped.increment();
        }
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (!closed || !queue.isEmpty()) {
                Waiting first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, settings.batch() - 1);
                    pass(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(List<Waiting> batch) throws InterruptedException {
        batch.stream().filter(Waiting::logged).forEach(one -> log(one.event()));
        if (sinks.isEmpty()) {
            return;
        }
        List<byte[]> lines =
                batch.stream().map(one -> json.writeValueAsBytes(one.event())).toList();
        for (EdgeEventSink sink : sinks) {
            push(sink, lines);
        }
    }

    private void push(EdgeEventSink sink, List<byte[]> lines) throws InterruptedException {
        try {
            sink.send(lines);
            pushed.increment(lines.size());
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Exception lost) {
            failed.increment(lines.size());
            LOGGER.debug("{} edge events are lost", lines.size(), lost);
        }
    }

    private static void log(EdgeEvent event) {
        LOGGER.atInfo()
                .addKeyValue("colo", event.colo())
                .addKeyValue("cache_status", event.cacheStatus())
                .addKeyValue("data_version", event.dataVersion())
                .addKeyValue("staleness_ms", event.stalenessMs())
                .addKeyValue("origin_latency_ms", event.originLatencyMs())
                .addKeyValue("total_latency_ms", event.totalLatencyMs())
                .log("answered {} {}", event.status(), event.cacheStatus());
    }

    /** Sends what is left, for at most 5 s. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        sinks.forEach(EdgeEventSink::close);
    }
}
