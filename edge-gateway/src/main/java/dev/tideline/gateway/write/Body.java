package dev.tideline.gateway.write;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Reads a body into memory, no more of it than is allowed. */
sealed interface Body {

    record Read(ByteBuffer bytes) implements Body {}

    record Refused(Problem problem) implements Body {}

    /**
     * Reads a request's body.
     *
     * @param limit in bytes; 0 where there must be none
     */
    static Mono<Body> of(ServerRequest request, long limit, Duration timeout) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), Math.toIntExact(Math.max(limit, 1)))
                .<Body>map(buffer -> new Read(bytes(buffer)))
                .defaultIfEmpty(new Read(ByteBuffer.allocate(0)))
                .timeout(timeout, Mono.just(new Refused(Refusals.bodyTooSlow())))
                .onErrorResume(DataBufferLimitException.class, _ -> Mono.just(tooLarge(limit)))
                // The client went away in the middle: nobody reads the answer.
                .onErrorResume(_ -> Mono.just(new Refused(Refusals.bodyIncomplete())));
    }

    /** What the request says of its body's length before it is read. */
    static OptionalLong announced(ServerRequest request) {
        return request.headers().contentLength();
    }

    static Refused tooLarge(long limit) {
        return new Refused(limit == 0 ? Refusals.unexpectedBody() : Refusals.tooLarge(limit));
    }

    private static ByteBuffer bytes(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return ByteBuffer.wrap(bytes);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }
}
