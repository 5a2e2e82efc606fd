package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
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
 * a 103 for the final answer. What a 103 says goes to whoever the request was made for.
 */
final class InterimReader extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<Consumer<Fields>> LISTENER = AttributeKey.valueOf("tideline.interim");

    private boolean skipping;

    /** Says who hears of the interim responses to the request that is being sent on a connection. */
    static void listen(Connection connection, Consumer<Fields> listener) {
        connection.channel().attr(LISTENER).set(listener);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response
                && isInterim(response.status().code())) {
            Consumer<Fields> listener = context.channel().attr(LISTENER).get();
            if (response.status().code() == 103 && listener != null) {
                listener.accept(Headers.of(response.headers()));
            }
            skipping = !(message instanceof LastHttpContent);
            skip(context, message);
        } else if (skipping && message instanceof HttpObject) {
            skipping = !(message instanceof LastHttpContent);
            skip(context, message);
        } else {
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

    private static boolean isInterim(int status) {
        return status >= 102 && status < 200;
    }
}
