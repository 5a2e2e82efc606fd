package dev.tideline.writer.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What is done beside the batches at an interval: idle markers, pruning, and a look whether the topic is still the same. */
final class Housekeeping {

    private static final int TICKS_BETWEEN_LOOKS = 10;

    private final IdleMarkers markers;
    private final Pruning pruning;
    private final TopicLog log;

    Housekeeping(IdleMarkers markers, Pruning pruning, TopicLog log) {
        this.markers = markers;
        this.pruning = pruning;
        this.log = log;
    }

    /** Runs until {@code ended}. */
    void run(WriteIntake intake, Duration interval, CountDownLatch ended) {
        try {
            for (int tick = 1; !ended.await(interval.toMillis(), TimeUnit.MILLISECONDS); tick++) {
                markers.tick(intake.lanes());
                pruning.tick();
                if (tick % TICKS_BETWEEN_LOOKS == 0 && isReplaced(intake.lanes().values())) {
                    intake.logReplaced();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A lane notices by itself when offsets start over; not when the new topic is already longer than the old one. */
    private boolean isReplaced(Collection<Lane> lanes) {
        return log.idNow()
                .map(id -> lanes.stream()
                        .map(Lane::begun)
                        .anyMatch(begun -> begun != null && !begun.logId().equals(id)))
                .orElse(false);
    }
}
