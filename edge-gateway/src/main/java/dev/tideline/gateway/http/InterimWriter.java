package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Passes a 103 (RFC 8297) on to a client of HTTP/1.1. The server library cannot send one, so its bytes are written past
 * the encoder, which would count it as the answer. Clients of HTTP/1.0 and HTTP/2 get none, which a proxy may decide.
 */
final class InterimWriter {

    private InterimWriter() {}

    /** Who to tell for this client. May be called from any thread, also after the client is gone. */
    static Consumer<Fields> to(ServerHttpResponse response) {
        Object connected = ServerHttpResponseDecorator.getNativeResponse(response);
        if (!(connected instanceof HttpServerResponse out) || !HttpVersion.HTTP_1_1.equals(out.version())) {
            return hints -> {};
        }
        return hints -> out.withConnection(connection -> {
            Channel channel = connection.channel();
            if (channel.eventLoop().inEventLoop()) {
                // At once: the answer may be right behind.
                write(channel, out, hints);
            } else {
                channel.eventLoop().execute(() -> write(channel, out, hints));
            }
        });
    }

    private static void write(Channel channel, HttpServerResponse out, Fields hints) {
        ChannelHandlerContext codec = channel.pipeline().context(NettyPipeline.HttpCodec);
        if (codec == null || out.hasSentHeaders() || !channel.isActive()) {
            return;
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 103 Early Hints\r\n");
        Headers.endToEnd(hints)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("\r\n");
        // Best effort: a client that does not get its hint gets its answer.
        var unused = codec.writeAndFlush(Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1));
    }
}
