package dev.tideline.gateway.http;

import dev.tideline.gateway.hit.Hits;
import dev.tideline.gateway.hit.RequestHead;
import dev.tideline.traces.TraceHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Lets a read go the long way, where it gets its span, if whoever asks has it traced. */
record TracedHits(Hits hits) implements Hits {

    @Override
    public @Nullable ByteBuf answer(RequestHead head, ByteBufAllocator buffers) {
        String parent = head.combined(TraceHeader.NAME);
        return parent != null && TraceHeader.read(parent).isSampled() ? null : hits.answer(head, buffers);
    }
}
