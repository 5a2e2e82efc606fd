package dev.tideline.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/**
 * Keeps a connection from being used again when its origin sent more than it announced. Those bytes would be taken for
 * the beginning of the next answer, which is for another client and another URL (RFC 9112 §11.1), or leave the decoder
 * unable to read it. The end of an answer is held back until everything that came with it has been looked at.
 */
final class StrayBytes extends ChannelDuplexHandler {

    private boolean asked;
    private boolean interim;
    private @Nullable Object end;

    /** Goes before the decoder, where one can see what it left unread: the beginning of something that was not asked for. */
    ChannelInboundHandlerAdapter beforeDecoder() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (!(message instanceof ByteBuf bytes)) {
                    context.fireChannelRead(message);
                    return;
                }
                if (!asked) {
                    bytes.release();
                    var unused = context.close();
                    return;
                }
                bytes.retain();
                try {
                    context.fireChannelRead(bytes);
                    if (end != null && bytes.isReadable()) {
                        giveUp(context);
                    }
                } finally {
                    bytes.release();
                }
            }
        };
    }

    private static void giveUp(ChannelHandlerContext context) {
        Connection.from(context.channel()).markPersistent(false);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        asked |= message instanceof HttpRequest;
        var unused = context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HttpObject)) {
            context.fireChannelRead(message);
        } else if (!asked) {
            ReferenceCountUtil.release(message);
            var unused = context.close();
        } else if (end != null) {
            ReferenceCountUtil.release(message);
            giveUp(context);
        } else {
            answer(context, message);
        }
    }

    private void answer(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !interim) {
            end = message;
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        handOn(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        handOn(context);
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        handOn(context);
    }

    private void handOn(ChannelHandlerContext context) {
        Object message = end;
        if (message != null) {
            end = null;
            asked = false;
            context.fireChannelRead(message);
        }
    }
}
