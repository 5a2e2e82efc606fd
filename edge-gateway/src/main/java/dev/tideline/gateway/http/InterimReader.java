package dev.tideline.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import reactor.netty.Connection;

/**
 * Takes interim responses (RFC 9110 §15.2) out of what an origin sends: the client library knows 100 only and would take
 * any other for the final answer. They go to whoever the request was made for (§15.2: "a proxy MUST forward").
 */
final class InterimReader extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<Consumer<Interim>> LISTENER = AttributeKey.valueOf("tideline.interim");

    private boolean skipping;

    /** Says who hears of the interim responses to the request that is being sent on a connection. */
    static void listen(Connection connection, Consumer<Interim> listener) {
        connection.channel().attr(LISTENER).set(listener);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response
                && Interim.is(response.status().code())) {
            Consumer<Interim> listener = context.channel().attr(LISTENER).get();
            if (listener != null) {
                listener.accept(new Interim(response.status().code(), Headers.of(response.headers())));
            }
            skipping = !(message instanceof LastHttpContent);
            skip(context, message);
        } else if (skipping && message instanceof HttpObject) {
            skipping = !(message instanceof LastHttpContent);
            skip(context, message);
        } else {
            if (message instanceof HttpResponse) {
                // The connection's next request is somebody else's.
                context.channel().attr(LISTENER).set(null);
            }
            context.fireChannelRead(message);
        }
    }

    /** The client does not read on by itself after a message it never saw. */
    private static void skip(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        if (!context.channel().config().isAutoRead()) {
            context.read();
        }
    }
}
