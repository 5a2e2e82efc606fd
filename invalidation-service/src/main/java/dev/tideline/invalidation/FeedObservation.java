package dev.tideline.invalidation;

import dev.tideline.invalidation.feed.FeedListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs what the feeds do. While Kafka is away it says so once every ten seconds. */
final class FeedObservation implements FeedListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(FeedObservation.class);
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final Counter changes;
    private final Counter scopes;
    private final Counter byKey;
    private final Counter skipped;
    private final Counter heartbeats;
    private final Counter failures;
    private final AtomicLong loggedAt = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    FeedObservation(MeterRegistry meters) {
        changes = meters.counter("tideline.changes.purged");
        scopes = meters.counter("tideline.purge.scopes.issued");
        byKey = meters.counter("tideline.changes.unreadable", "then", "purged-by-key");
        skipped = meters.counter("tideline.changes.unreadable", "then", "skipped");
        heartbeats = meters.counter("tideline.heartbeats");
        failures = meters.counter("tideline.kafka.failures");
    }

    @Override
    public void purged(int changed, int purged) {
        changes.increment(changed);
        scopes.increment(purged);
    }

    @Override
    public void unreadable(int purgedByKey, int unknown) {
        byKey.increment(purgedByKey);
        skipped.increment(unknown);
        LOGGER.warn("unreadable changes: {} purged by their key, {} skipped", purgedByKey, unknown);
    }

    @Override
    public void heartbeat() {
        heartbeats.increment();
    }

    @Override
    public void failed(Throwable cause) {
        failures.increment();
        long now = System.nanoTime();
        long before = loggedAt.get();
        if (now - before >= QUIET_NANOS && loggedAt.compareAndSet(before, now)) {
            LOGGER.warn("Kafka does not do as asked, trying on: {}", String.valueOf(cause));
        }
    }
}
