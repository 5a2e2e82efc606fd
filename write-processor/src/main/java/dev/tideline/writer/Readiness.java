package dev.tideline.writer;

import dev.tideline.writer.intake.WriteProcessing;
import dev.tideline.writer.store.StoreGate;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether writes are being applied, and if not, what they wait for. */
@Component("writes")
class Readiness implements HealthIndicator {

    private final WriteProcessing processing;
    private final StoreGate gate;

    Readiness(WriteProcessing processing, StoreGate gate) {
        this.processing = processing;
        this.gate = gate;
    }

    @Override
    public Health health() {
        return switch (processing.stage()) {
            case WriteProcessing.Stage.WaitingForPostgres waiting -> down("Postgres, to make the schema");
            case WriteProcessing.Stage.WaitingForKafka waiting -> down("Kafka");
            case WriteProcessing.Stage.Stopped stopped ->
                Health.down().withDetail("stage", "stopped").build();
            case WriteProcessing.Stage.Reading reading -> gate.isOpenForWrites() ? reading() : down("Postgres");
        };
    }

    private Health reading() {
        var halted = processing.haltedPartitions();
        return (halted.isEmpty() ? Health.up() : Health.down().withDetail("halted", halted))
                .withDetail("partitions", processing.partitions())
                .build();
    }

    private static Health down(String waitsFor) {
        return Health.down().withDetail("waitsFor", waitsFor).build();
    }
}
