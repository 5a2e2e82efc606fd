package dev.tideline.gateway.hit;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Answers plain reads at once, or a moment later. Called on event loops: must not block. */
@FunctionalInterface
public interface Hits {

    /**
     * Looks for the response to a read.
     *
     * @param read valid during the call only
     */
    Looked look(Read read);

    /** Where the response to a read is. */
    sealed interface Looked {

        /** Here it is. */
        record Here(Answer answer) implements Looked {}

        /**
         * In a place that takes a moment.
         *
         * @param later ends empty when it was not there after all: then the request goes its ordinary way
         */
        record Elsewhere(Mono<Found> later) implements Looked {}

        /** Nowhere: the request goes its ordinary way. */
        record Unknown() implements Looked {}

        Looked UNKNOWN = new Unknown();

        static Looked here(@Nullable Answer answer) {
            return answer == null ? UNKNOWN : new Here(answer);
        }
    }

    /** What a response can be made of. Nobody need give it back who does not take it. */
    @FunctionalInterface
    interface Found {

        /**
         * Whether it may be served is decided now. Called at most once, on the event loop of the connection.
         *
         * @return null to let the request go its ordinary way
         */
        @Nullable
        Answer answer();
    }
}
