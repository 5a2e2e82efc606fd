package dev.tideline.writer.intake;

import dev.tideline.events.AppliedThrough;
import dev.tideline.writer.store.StoreGate;
import dev.tideline.writer.store.WriteStore;
import dev.tideline.writer.store.WriteStore.Position;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * Says "nothing new" of each partition that has nothing new, so that readers can tell silence from absence. It is asked of
 * Postgres, not of our own memory: a processor that slept while another one took its partition over would otherwise vouch
 * for commits it has never seen.
 */
final class IdleMarkers {

    private final WriteStore store;
    private final StoreGate gate;
    private final Clock clock;

    IdleMarkers(WriteStore store, StoreGate gate, Clock clock) {
        this.store = store;
        this.gate = gate;
        this.clock = clock;
    }

    /** To be called twice a second with the lanes there are. */
    void tick(Map<Integer, Lane> lanes) {
        if (lanes.isEmpty() || !gate.isOpenForWrites()) {
            return;
        }
        // Before the question, so that whatever was committed before this moment is seen by it.
        Instant asOf = clock.instant();
        try {
            Map<Integer, Position> positions = store.positions(lanes.keySet());
            positions.forEach((partition, position) -> {
                Lane lane = lanes.get(partition);
                if (lane != null) {
                    mark(lane, partition, position, asOf);
                }
            });
        } catch (SQLException away) {
            // The next write finds out, and waits; until then there is nothing that could be said.
        }
    }

    private static void mark(Lane lane, int partition, Position position, Instant asOf) {
        Lane.Begun begun = lane.begun();
        if (begun != null && lane.announcedThrough() == position.nextOffset()) {
            lane.mark(new AppliedThrough(partition, begun.logId(), position.settledOffset(), asOf));
        }
    }
}
