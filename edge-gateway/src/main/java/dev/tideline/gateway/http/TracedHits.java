package dev.tideline.gateway.http;

import dev.tideline.gateway.hit.Answer;
import dev.tideline.gateway.hit.Hits;
import dev.tideline.gateway.hit.Read;
import dev.tideline.traces.TraceHeader;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets a read go the long way, where it gets its span, if whoever asks has it traced. */
record TracedHits(Hits hits) implements Hits {

    @Override
    public @Nullable Answer answer(Read read) {
        return isTraced(read) ? null : hits.answer(read);
    }

    @Override
    public @Nullable Mono<Found> later(Read read) {
        return isTraced(read) ? null : hits.later(read);
    }

    private static boolean isTraced(Read read) {
        String parent = read.combined(TraceHeader.NAME);
        return parent != null && TraceHeader.read(parent).isSampled();
    }
}
