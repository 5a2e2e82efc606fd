package dev.tideline.gateway.hit;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Answers plain reads at once, or a moment later. Called on event loops: must not block. */
@FunctionalInterface
public interface Hits {

    /**
     * The response to a read, or null to let the request go its ordinary way.
     *
     * @param read valid during the call only
     */
    @Nullable
    Answer answer(Read read);

    /**
     * The response to a read that {@link #answer} has none for, if it may come from a place that takes a moment.
     *
     * @param read valid during the call only
     * @return ends empty to let the request go its ordinary way; null to let it go so at once
     */
    default @Nullable Mono<Found> later(Read read) {
        return null;
    }

    /** What a response can be made of. Nobody need give it back who does not take it. */
    @FunctionalInterface
    interface Found {

        /**
         * Whether it may be served is decided now. Called at most once, on the event loop of the connection.
         *
         * @return as {@link Hits#answer} does
         */
        @Nullable
        Answer answer();
    }
}
