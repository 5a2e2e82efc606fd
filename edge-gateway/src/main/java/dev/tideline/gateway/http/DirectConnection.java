package dev.tideline.gateway.http;

import dev.tideline.gateway.hit.HitHandler;
import dev.tideline.gateway.hit.Hits;
import dev.tideline.gateway.hit.Http2HitHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler.UpgradeEvent;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler.PriorKnowledgeUpgradeEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import reactor.netty.NettyPipeline;

/**
 * Where in a connection's pipeline hits are answered: in HTTP/1.1 before the codec, in HTTP/2 behind it. Which of the two a
 * connection speaks is known from the start, or told by TLS (RFC 7301), by its first bytes, or by an upgrade.
 */
record DirectConnection(Hits hits) {

    private static final String HITS = "tideline.hits";
    private static final String OWED = "tideline.owed";
    private static final String HTTP2_HITS = "tideline.hits.http2";
    private static final String PROTOCOL = "tideline.protocol";

    /** Once in the life of a connection, before anything is read from it. */
    void join(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.H2CUpgradeHandler) != null) {
            // The first bytes tell whether it is HTTP/2: then this handler finds them doubtful and steps aside.
            joinHttp1(pipeline, NettyPipeline.H2CUpgradeHandler);
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, PROTOCOL, new Protocol());
        } else if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
            pipeline.addAfter(NettyPipeline.H2OrHttp11Codec, PROTOCOL, new Protocol());
        } else {
            joinCodec(pipeline);
        }
    }

    private void joinCodec(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.H2MultiplexHandler) != null) {
            pipeline.addBefore(NettyPipeline.H2MultiplexHandler, HTTP2_HITS, new Http2HitHandler(hits));
        } else if (pipeline.get(NettyPipeline.HttpCodec) instanceof HttpServerCodec) {
            joinHttp1(pipeline, NettyPipeline.HttpCodec);
        }
    }

    /** @param codec or what holds it */
    private void joinHttp1(ChannelPipeline pipeline, String codec) {
        HitHandler handler = new HitHandler(hits);
        pipeline.addBefore(codec, HITS, handler);
        pipeline.addBefore(NettyPipeline.HttpTrafficHandler, OWED, handler.owed());
    }

    /** Waits until it is known, and the server behind has put its codec in place. */
    private final class Protocol extends ChannelInboundHandlerAdapter {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            boolean known = event instanceof PriorKnowledgeUpgradeEvent
                    || event instanceof UpgradeEvent
                    || event instanceof SslHandshakeCompletionEvent;
            if (known) {
                joinCodec(context.pipeline());
                context.pipeline().remove(this);
            }
            context.fireUserEventTriggered(event);
        }
    }
}
