package dev.tideline.gateway.placement;

import dev.tideline.placement.CollectionPlacement;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers reads of replicated collections out of a full copy. */
public interface CopyDoor {

    /** Of a gateway that has no copies. */
    CopyDoor NONE = (exchange, collection, rawPath) -> null;

    /**
     * Answers.
     *
     * @param rawPath as the origin would see it
     * @return null where the copy cannot answer; then nothing was done to the exchange
     */
    @Nullable
    Mono<Void> answer(ServerWebExchange exchange, CollectionPlacement collection, String rawPath);
}
