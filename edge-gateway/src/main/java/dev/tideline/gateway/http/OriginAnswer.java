package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.OriginResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/** The head of an origin's answer, with its content still on the connection: read it, pass it on, or close it. */
final class OriginAnswer {

    /** A rest up to this is read to its end so that the connection can be used again. */
    private static final long DRAIN = 64 * 1024;

    private final OriginResponse head;
    private final Connection connection;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile Fields trailers = Fields.empty();

    OriginAnswer(OriginResponse head, Connection connection) {
        this.head = head;
        this.connection = connection;
    }

    static OriginAnswer of(
            HttpClientResponse response, Connection connection, long requestTimeMs, long responseTimeMs) {
        Fields fields = Headers.of(response.responseHeaders());
        OriginResponse head = new OriginResponse(response.status().code(), fields, requestTimeMs, responseTimeMs);
        OriginAnswer answer = new OriginAnswer(head, connection);
        if (fields.has("Transfer-Encoding")) {
            var unused = response.trailerHeaders().subscribe(answer::followed);
        }
        return answer;
    }

    private void followed(io.netty.handler.codec.http.HttpHeaders received) {
        trailers = Trailers.allowed(Headers.of(received));
    }

    /** What followed the content; empty until it is all here. */
    Fields trailers() {
        return trailers;
    }

    OriginResponse head() {
        return head;
    }

    int status() {
        return head.status();
    }

    /** The declared length of the content in bytes, or -1. */
    long length() {
        Fields fields = head.fields();
        if (fields.has("Transfer-Encoding") || fields.count("Content-Length") != 1) {
            return -1;
        }
        try {
            return Long.parseLong(String.valueOf(fields.first("Content-Length")).strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The content; the buffers are the connection's and valid only while they are handed over. */
    Flux<ByteBuf> content() {
        taken.set(true);
        return connection.inbound().receive();
    }

    /** Ends when everything has been handled that came in the same read as the head. */
    Mono<Void> afterThisRead() {
        return Mono.create(sink -> connection.channel().eventLoop().execute(sink::success));
    }

    /** The content for a client, without a copy. */
    Flux<DataBuffer> pass(DataBufferFactory buffers) {
        taken.set(true);
        return connection.inbound().receive().retain().map(buffer -> {
            if (buffers instanceof NettyDataBufferFactory netty) {
                return netty.wrap(buffer);
            }
            DataBuffer copy = buffers.wrap(ByteBufUtil.getBytes(buffer));
            buffer.release();
            return copy;
        });
    }

    /** Nobody wants the content. */
    void close() {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        long length = length();
        boolean none = head.status() == 304 || head.status() == 204;
        if (none || (length >= 0 && length <= DRAIN)) {
            connection.inbound().receive().subscribe(buffer -> {}, e -> connection.dispose());
        } else {
            connection.dispose();
        }
    }
}
