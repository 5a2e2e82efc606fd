package dev.tideline.gateway.http;

import dev.tideline.gateway.hit.Hits;
import dev.tideline.gateway.hit.RequestHead;
import dev.tideline.traces.TraceHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets a read go the long way, where it gets its span, if whoever asks has it traced. */
record TracedHits(Hits hits) implements Hits {

    @Override
    public @Nullable ByteBuf answer(RequestHead head, ByteBufAllocator buffers) {
        return isTraced(head) ? null : hits.answer(head, buffers);
    }

    @Override
    public @Nullable Mono<Found> later(RequestHead head) {
        return isTraced(head) ? null : hits.later(head);
    }

    private static boolean isTraced(RequestHead head) {
        String parent = head.combined(TraceHeader.NAME);
        return parent != null && TraceHeader.read(parent).isSampled();
    }
}
