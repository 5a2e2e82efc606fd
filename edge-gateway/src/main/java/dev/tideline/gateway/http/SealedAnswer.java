package dev.tideline.gateway.http;

import dev.tideline.gateway.hit.Answer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * A sealed hit with the numbers of this moment.
 *
 * @param body of an entry that the hit {@link SealedHit#isOf is of}
 * @param boundMs ignored where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SealedAnswer(SealedHit hit, byte[] body, long ageMs, long ttlMs, long boundMs) implements Answer {

    @Override
    public ByteBuf http1(ByteBufAllocator buffers) {
        return hit.write(buffers, body, ageMs, ttlMs, boundMs);
    }

    @Override
    public Http2Headers http2() {
        return hit.http2().fields(ageMs, ttlMs, boundMs);
    }

    @Override
    public ByteBuf content() {
        return Unpooled.wrappedBuffer(body);
    }
}
