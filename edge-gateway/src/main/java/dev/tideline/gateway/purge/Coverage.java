package dev.tideline.gateway.purge;

import dev.tideline.events.Heartbeat;
import dev.tideline.events.Heartbeat.Watermark;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.WritePosition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which writes have their purges in the part of the log that was applied. Take it BEFORE the check of an entry: what it
 * claims then holds for every entry that passes, because the log has moved at most further since.
 */
public final class Coverage {

    public static final Coverage NONE = new Coverage("", 0, Map.of());

    private final String log;
    private final int partitions;
    private final Map<Integer, Watermark> watermarks;
    private final @Nullable Instant currentAsOf;

    private Coverage(String log, int partitions, Map<Integer, Watermark> watermarks) {
        this.log = log;
        this.partitions = partitions;
        this.watermarks = watermarks;
        this.currentAsOf = partitions == 0 || watermarks.size() < partitions
                ? null
                : watermarks.values().stream()
                        .map(Watermark::asOf)
                        .min(Instant::compareTo)
                        .orElseThrow();
    }

    /**
     * Several senders speak for different partitions, and one that lost a partition may repeat itself: highest wins. What
     * was said of another topic of writes is forgotten.
     */
    Coverage with(Heartbeat heartbeat) {
        if (!heartbeat.log().equals(log)) {
            return new Coverage(heartbeat.log(), heartbeat.partitions(), heartbeat.watermarks());
        }
        Map<Integer, Watermark> merged = new HashMap<>(watermarks);
        heartbeat.watermarks().forEach((partition, watermark) -> merged.merge(partition, watermark, Coverage::later));
        return new Coverage(log, Math.max(partitions, heartbeat.partitions()), Map.copyOf(merged));
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

    /** The identity of the topic of writes that this is about; empty while nothing was heard of it. */
    public String log() {
        return log;
    }

    /** The last write of each partition that is covered, as a ticket asks for it; empty while none is. */
    public Optional<SessionTicket> ticket() {
        Map<Integer, Long> positions = new HashMap<>();
        watermarks.forEach((partition, watermark) -> {
            if (watermark.nextOffset() > 0) {
                positions.put(partition, watermark.nextOffset() - 1);
            }
        });
        return log.isEmpty() || positions.isEmpty() || positions.size() > SessionTicket.MAX_POSITIONS
                ? Optional.empty()
                : Optional.of(new SessionTicket(log, positions));
    }

    /** Whether the purges of a ticket's writes have been applied; never of one that counts in another topic. */
    public boolean includes(SessionTicket ticket) {
        if (!ticket.log().equals(log)) {
            return false;
        }
        for (WritePosition write : ticket.writes()) {
            Watermark watermark = watermarks.get(write.partition());
            if (watermark == null || watermark.nextOffset() <= write.offset()) {
                return false;
            }
        }
        return true;
    }
}
