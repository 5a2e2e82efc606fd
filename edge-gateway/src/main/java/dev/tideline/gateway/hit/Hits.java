package dev.tideline.gateway.hit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Answers plain reads at once. Called on event loops: must not block. */
@FunctionalInterface
public interface Hits {

    /**
     * The whole response to a read, head and content, or null to let the request go its ordinary way.
     *
     * @param head valid during the call only
     */
    @Nullable
    ByteBuf answer(RequestHead head, ByteBufAllocator buffers);
}
