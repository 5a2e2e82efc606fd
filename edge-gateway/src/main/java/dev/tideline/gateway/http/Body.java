package dev.tideline.gateway.http;

import java.nio.ByteBuffer;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;

/** The content of a reply. Opened at most once; abandoned when the client is gone before that. */
sealed interface Body {

    Body NONE = new Bytes(List.of(), 0);

    /** Its bytes, as the client can take them. */
    Flux<DataBuffer> open(DataBufferFactory buffers);

    /** Nobody will read it: gives back what it holds. */
    void abandon();

    /** Its length in bytes, or -1 when only the end will tell. */
    long length();

    /**
     * Bytes that are all here.
     *
     * @param slices views of shared arrays; read through duplicates only
     */
    record Bytes(List<ByteBuffer> slices, long length) implements Body {

        static Body of(byte[] array) {
            return of(array, 0, array.length);
        }

        static Body of(byte[] array, int offset, int length) {
            return new Bytes(List.of(ByteBuffer.wrap(array, offset, length)), length);
        }

        @Override
        public Flux<DataBuffer> open(DataBufferFactory buffers) {
            // Views, not copies: a hit costs no bytes.
            return Flux.fromIterable(slices)
                    .filter(ByteBuffer::hasRemaining)
                    .map(slice -> buffers.wrap(slice.duplicate()));
        }

        @Override
        public void abandon() {
            // Nothing is held.
        }
    }

    /** Bytes that are still arriving, kept on the way. */
    record Tapped(BodyTap tap, long length) implements Body {

        @Override
        public Flux<DataBuffer> open(DataBufferFactory buffers) {
            return tap.bytes().map(buffers::wrap);
        }

        @Override
        public void abandon() {
            tap.readerGone();
        }
    }

    /** Bytes that only pass through. */
    record Passing(OriginAnswer answer, long length) implements Body {

        @Override
        public Flux<DataBuffer> open(DataBufferFactory buffers) {
            return answer.pass(buffers);
        }

        @Override
        public void abandon() {
            answer.close();
        }
    }
}
