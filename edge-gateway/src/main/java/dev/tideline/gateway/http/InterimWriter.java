package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.HopByHop;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Passes interim responses on to a client of HTTP/1.1 or HTTP/2. The server library cannot send one, so it is written
 * past its encoder, which would count it as the answer. RFC 9110 §15.2 forbids to send any to a client of HTTP/1.0.
 */
final class InterimWriter {

    private InterimWriter() {}

    /** Who to tell for this client. May be called from any thread, also after the client is gone. */
    static Consumer<Interim> to(ServerHttpResponse response) {
        if (!(ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse out)
                || HttpVersion.HTTP_1_0.equals(out.version())) {
            return Interim.UNHEARD;
        }
        return interim -> out.withConnection(connection -> {
            Channel channel = connection.channel();
            if (channel.eventLoop().inEventLoop()) {
                // At once: the answer may be right behind.
                write(channel, out, interim);
            } else {
                channel.eventLoop().execute(() -> write(channel, out, interim));
            }
        });
    }

    private static void write(Channel channel, HttpServerResponse out, Interim interim) {
        // One that comes together with the answer may find it on its way already: then it is of no use any more.
        if (out.hasSentHeaders() || !channel.isActive()) {
            return;
        }
        ChannelHandlerContext stream = channel.pipeline().context(NettyPipeline.H2ToHttp11Codec);
        ChannelHandlerContext codec = channel.pipeline().context(HttpServerCodec.class);
        Fields fields = HopByHop.removed(interim.fields());
        // Best effort: a client that does not get its hint gets its answer.
        if (stream != null) {
            var unused = stream.writeAndFlush(new DefaultHttp2HeadersFrame(frame(interim.status(), fields)));
        } else if (codec != null) {
            var unused = codec.writeAndFlush(
                    Unpooled.copiedBuffer(text(interim.status(), fields), StandardCharsets.ISO_8859_1));
        }
    }

    private static Http2Headers frame(int status, Fields fields) {
        Http2Headers headers = new DefaultHttp2Headers().status(Integer.toString(status));
        fields.forEach((name, value) -> headers.add(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    private static String text(int status, Fields fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ");
        head.append(HttpResponseStatus.valueOf(status)).append("\r\n");
        fields.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }
}
