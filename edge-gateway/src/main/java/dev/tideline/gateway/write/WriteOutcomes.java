package dev.tideline.gateway.write;

import dev.tideline.events.WritePosition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Tells what became of a write. */
@FunctionalInterface
interface WriteOutcomes {

    /**
     * Never fails and never takes long.
     *
     * @param position of the write in the queue, so that one that is not applied yet is known; null where nobody knows it
     */
    Mono<WriteOutcome> find(UUID writeId, @Nullable WritePosition position);
}
