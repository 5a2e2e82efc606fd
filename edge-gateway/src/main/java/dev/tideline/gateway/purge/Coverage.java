package dev.tideline.gateway.purge;

import dev.tideline.events.Heartbeat;
import dev.tideline.events.Heartbeat.Watermark;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.WritePosition;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which writes have their purges in the part of the log that was applied. Take it BEFORE the check of an entry: what it
 * claims then holds for every entry that passes, because the log has moved at most further since.
 */
public final class Coverage {

    public static final Coverage NONE = new Coverage(0, Map.of());

    private final int partitions;
    private final Map<Integer, Watermark> watermarks;
    private final @Nullable Instant currentAsOf;

    private Coverage(int partitions, Map<Integer, Watermark> watermarks) {
        this.partitions = partitions;
        this.watermarks = watermarks;
        this.currentAsOf = partitions == 0 || watermarks.size() < partitions
                ? null
                : watermarks.values().stream()
                        .map(Watermark::asOf)
                        .min(Instant::compareTo)
                        .orElseThrow();
    }

    /** Several senders speak for different partitions, and one that lost a partition may repeat itself: highest wins. */
    Coverage with(Heartbeat heartbeat) {
        Map<Integer, Watermark> merged = new HashMap<>(watermarks);
        heartbeat.watermarks().forEach((partition, watermark) -> merged.merge(partition, watermark, Coverage::later));
        return new Coverage(Math.max(partitions, heartbeat.partitions()), Map.copyOf(merged));
    }

    private static Watermark later(Watermark a, Watermark b) {
        return new Watermark(
                Math.max(a.nextOffset(), b.nextOffset()), a.asOf().isAfter(b.asOf()) ? a.asOf() : b.asOf());
    }

    /**
     * Every change committed before this instant has been applied here; write-processor's clock. Empty until every
     * partition of the writes has been heard of. Silence leaves it where it is.
     */
    public Optional<Instant> currentAsOf() {
        return Optional.ofNullable(currentAsOf);
    }

    /** The last write of each partition that is covered, as a ticket asks for it; empty while none is. */
    public Optional<SessionTicket> ticket(String writesLog) {
        Map<Integer, Long> positions = new HashMap<>();
        watermarks.forEach((partition, watermark) -> {
            if (watermark.nextOffset() > 0) {
                positions.put(partition, watermark.nextOffset() - 1);
            }
        });
        return writesLog.isEmpty() || positions.isEmpty() || positions.size() > SessionTicket.MAX_POSITIONS
                ? Optional.empty()
                : Optional.of(new SessionTicket(writesLog, positions));
    }

    /** Whether the purges of these writes have been applied. */
    public boolean includes(Collection<WritePosition> writes) {
        for (WritePosition write : writes) {
            Watermark watermark = watermarks.get(write.partition());
            if (watermark == null || watermark.nextOffset() <= write.offset()) {
                return false;
            }
        }
        return true;
    }
}
