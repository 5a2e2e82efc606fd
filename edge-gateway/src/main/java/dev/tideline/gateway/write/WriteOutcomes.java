package dev.tideline.gateway.write;

import dev.tideline.events.WritePosition;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Tells what became of a write. */
@FunctionalInterface
interface WriteOutcomes {

    /**
     * Never fails and never takes long.
     *
     * @param positions that the write may have in the queue, so that one that is not applied yet is told from one that never
     *     was; empty where nobody knows any
     */
    Mono<WriteOutcome> find(UUID writeId, List<WritePosition> positions);
}
