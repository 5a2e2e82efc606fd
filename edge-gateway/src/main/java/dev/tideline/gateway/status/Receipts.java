package dev.tideline.gateway.status;

import dev.tideline.events.GatewayStatus.Receipt;
import dev.tideline.events.PurgeIssued;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Receipts that were not reported yet. Of more than fit the oldest are dropped: the applied offset in every report says
 * the same of them, without their lag.
 */
final class Receipts {

    private final int capacity;
    private final Deque<Receipt> waiting = new ArrayDeque<>();

    Receipts(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(long offset, PurgeIssued purge, Instant appliedAt) {
        Instant since = purge.committedAt() == null ? purge.issuedAt() : purge.committedAt();
        long lag = Math.max(0, Duration.between(since, appliedAt).toMillis());
        if (waiting.size() == capacity) {
            waiting.removeFirst();
        }
        waiting.add(new Receipt(purge.purgeId(), offset, lag));
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized List<Receipt> take() {
        List<Receipt> taken = new ArrayList<>(waiting);
        waiting.clear();
        return taken;
    }
}
