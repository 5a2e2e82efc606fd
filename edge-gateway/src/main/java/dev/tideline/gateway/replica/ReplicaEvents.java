package dev.tideline.gateway.replica;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to the copies, for operators. */
final class ReplicaEvents {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaEvents.class);

    private final MeterRegistry meters;
    private final long maxBytes;
    private final Counter unreadable;
    private String lastFailure = "";

    /** Counters begin at zero, or nobody sees their first increase. */
    ReplicaEvents(MeterRegistry meters, Set<String> collections, long maxBytes) {
        this.meters = meters;
        this.maxBytes = maxBytes;
        this.unreadable = meters.counter("tideline.replicas.unreadable");
        collections.forEach(this::refused);
    }

    private Counter refused(String collection) {
        return meters.counter("tideline.replicas.refused", "collection", collection);
    }

    void tooLarge(String collection, long size) {
        refused(collection).increment();
        LOG.error(
                "No full copy of '{}' is kept: it needs more than {} bytes, and tideline.replicas.max-size is {}. It is served"
                        + " as tier cache; raise the limit or change its tier.",
                collection,
                size,
                maxBytes);
    }

    void caughtUp(long bytes) {
        lastFailure = "";
        LOG.info("The replicated collections have been read: {} bytes", bytes);
    }

    void unreadable(String reason) {
        unreadable.increment();
        LOG.warn("A record of the replicas was passed over: {}", reason);
    }

    /** Said once for each reason; the follower goes on trying. */
    void failed(RuntimeException cause) {
        String failure = String.valueOf(cause.getMessage());
        if (!Objects.equals(failure, lastFailure)) {
            lastFailure = failure;
            LOG.warn("The replicas cannot be read now: {}", failure);
        }
    }
}
