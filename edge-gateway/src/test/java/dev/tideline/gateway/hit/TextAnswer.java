package dev.tideline.gateway.hit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** Content and nothing else; in HTTP/1.1 not even a head. */
record TextAnswer(String text) implements Answer {

    @Override
    public ByteBuf http1(ByteBufAllocator buffers) {
        return content();
    }

    @Override
    public Http2Headers http2() {
        return ReadOnlyHttp2Headers.serverHeaders(true, AsciiString.of("200"));
    }

    @Override
    public ByteBuf content() {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
