package dev.tideline.gateway.hit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamEvent;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Stands between the frame codec of one HTTP/2 connection and the multiplexer, which makes a channel of each stream. The
 * channel is what costs, so the news of a stream that may carry a plain read is kept back until its head is here, and
 * dropped if the read is answered. The codec has framed the request by then and keeps account of streams and windows, so
 * nothing about the connection has to be known here.
 *
 * <p>The multiplexer expects every open stream to have a channel. So whatever it might look at streams for lets those be
 * known first that have been answered and are still open, since their window is too small or the client reads too slowly;
 * nothing ever comes to such a channel. The same holds for a stream that waits for its answer.
 */
public final class Http2HitHandler extends ChannelInboundHandlerAdapter {

    private final Hits hits;
    private final List<Http2FrameStreamEvent> answered = new ArrayList<>();
    private @Nullable Http2FrameStreamEvent keptBack;

    public Http2HitHandler(Hits hits) {
        this.hits = hits;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof Http2FrameStreamEvent change)) {
            tellAll(context);
        } else if (isRequested(change)) {
            tellKeptBack(context);
            keptBack = change;
            return;
        }
        context.fireUserEventTriggered(event);
    }

    /** Of a stream that had content, and has its channel, this is no news. */
    private static boolean isRequested(Http2FrameStreamEvent change) {
        return change.type() == Http2FrameStreamEvent.Type.State
                && change.stream().state() == Http2Stream.State.HALF_CLOSED_REMOTE;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Http2FrameStreamEvent opened = keptBack;
        if (opened != null && message instanceof Http2HeadersFrame head && head.stream() == opened.stream()) {
            keptBack = null;
            requested(context, opened, head);
        } else {
            tellAll(context);
            context.fireChannelRead(message);
        }
    }

    private void requested(ChannelHandlerContext context, Http2FrameStreamEvent opened, Http2HeadersFrame head) {
        switch (look(context, head)) {
            case Hits.Looked.Here(Answer answer) -> {
                answered.add(opened);
                send(context, head.stream(), answer);
            }
            case Hits.Looked.Elsewhere(Mono<Hits.Found> later) -> {
                context.fireUserEventTriggered(opened);
                later.subscribe(new LateAnswer(context.executor(), ended -> goOn(context, head, ended)));
            }
            case Hits.Looked.Unknown _ -> {
                context.fireUserEventTriggered(opened);
                context.fireChannelRead(head);
            }
        }
    }

    /** A bug costs a request its short way, and no other request on the connection anything. */
    private Hits.Looked look(ChannelHandlerContext context, Http2HeadersFrame head) {
        // A client that does not read what it asked for is left to the server behind, which waits for it.
        Http2Read read = head.isEndStream() && context.channel().isWritable() ? Http2Read.of(head.headers()) : null;
        try {
            return read == null ? Hits.Looked.UNKNOWN : hits.look(read);
        } catch (RuntimeException bug) {
            context.fireExceptionCaught(bug);
            return Hits.Looked.UNKNOWN;
        }
    }

    private static @Nullable Answer made(ChannelHandlerContext context, LateAnswer ended) {
        try {
            return ended.answer();
        } catch (RuntimeException bug) {
            context.fireExceptionCaught(bug);
            return null;
        }
    }

    private static void send(ChannelHandlerContext context, Http2FrameStream stream, Answer answer) {
        var unusedHead = context.write(new DefaultHttp2HeadersFrame(answer.http2(), false).stream(stream));
        var unusedContent = context.write(new DefaultHttp2DataFrame(answer.content(), true).stream(stream));
    }

    private void goOn(ChannelHandlerContext context, Http2HeadersFrame head, LateAnswer ended) {
        if (context.isRemoved() || isClosed(head.stream())) {
            return;
        }
        Answer answer = made(context, ended);
        if (answer == null) {
            context.fireChannelRead(head);
            context.fireChannelReadComplete();
        } else {
            send(context, head.stream(), answer);
            context.flush();
        }
    }

    private static boolean isClosed(Http2FrameStream stream) {
        return stream.state() == Http2Stream.State.CLOSED;
    }

    private void tellKeptBack(ChannelHandlerContext context) {
        Http2FrameStreamEvent event = keptBack;
        if (event != null) {
            keptBack = null;
            context.fireUserEventTriggered(event);
        }
    }

    private void tellAll(ChannelHandlerContext context) {
        tellKeptBack(context);
        while (!answered.isEmpty()) {
            Http2FrameStreamEvent event = answered.removeLast();
            if (!isClosed(event.stream())) {
                context.fireUserEventTriggered(event);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!answered.isEmpty()) {
            // A stream is closed when its last frame has been handed over, which is hardly ever not at once.
            context.flush();
        }
        tellAll(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        tellAll(context);
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        tellAll(context);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        tellAll(context);
        context.fireExceptionCaught(cause);
    }
}
