package dev.tideline.gateway.write;

import dev.tideline.events.Operation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Counts in {@code tideline.writes.*}. */
final class MicrometerWriteEvents implements WriteEvents {

    private final MeterRegistry registry;

    MicrometerWriteEvents(MeterRegistry registry) {
        this.registry = registry;
        beginAtZero();
    }

    /** Of a counter that begins with its first event nobody sees the increase. */
    private void beginAtZero() {
        for (String problem : List.of("queue-full", "queue-unavailable", "queue-unconfirmed", "gateway-busy")) {
            registry.counter("tideline.writes.refused", "problem", problem);
        }
        registry.counter("tideline.writes.replayed");
        registry.counter("tideline.writes.waited", "in-time", "false");
    }

    /** Numbers that are read when they are asked for. */
    void gauges(QueueWatch queue, Intake intake, OutcomeWait wait) {
        registry.gauge("tideline.writes.queue.lag.records", queue, QueueWatch::lagRecords);
        registry.gauge("tideline.writes.queue.lag.seconds", queue, QueueWatch::lagSeconds);
        registry.gauge("tideline.writes.queue.open", queue, watch -> watch.gate() instanceof QueueGate.Open ? 1 : 0);
        registry.gauge("tideline.writes.intake.free", intake, Intake::freeRequests);
        registry.gauge("tideline.writes.waiting.free", wait, OutcomeWait::free);
    }

    @Override
    public void accepted(Operation operation, Duration took) {
        Timer.builder("tideline.writes.accepted")
                .description("From the validated request to Kafka's acknowledgement")
                .tag("operation", operation.name().toLowerCase(Locale.ROOT))
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }

    @Override
    public void refused(String slug) {
        registry.counter("tideline.writes.refused", "problem", slug).increment();
    }

    @Override
    public void replayed() {
        registry.counter("tideline.writes.replayed").increment();
    }

    @Override
    public void waited(boolean inTime) {
        registry.counter("tideline.writes.waited", "in-time", Boolean.toString(inTime))
                .increment();
    }
}
