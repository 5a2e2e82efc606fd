package dev.tideline.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Reads the client's next request after every answer. Reactor Netty 1.3.7 forgets to when a request that had to wait on
 * its connection is answered at once, as a hit is: whatever that client asks next is never read (reactor-netty issue
 * 4361, corrected in 1.3.8, which needs a newer Netty than this platform brings). A read too many only fetches the next
 * request a little earlier.
 */
final class ReadOn extends ChannelOutboundHandlerAdapter {

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent) {
            ChannelPromise told = promise.unvoid();
            told.addListener(written -> context.executor().execute(context::read));
            var unused = context.write(message, told);
        } else {
            var unused = context.write(message, promise);
        }
    }
}
