package dev.tideline.gateway.hit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Headers;

/** A response to a read that is ready to be sent, once, in one of two forms. */
public interface Answer {

    /** All of it, as HTTP/1.1 sends it. */
    ByteBuf http1(ByteBufAllocator buffers);

    /** Its header section, as HTTP/2 sends it. */
    Http2Headers http2();

    /** Its content; not a copy. */
    ByteBuf content();
}
