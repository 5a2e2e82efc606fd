package dev.tideline.gateway.hit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Stands before the HTTP codec of one connection. It frames requests itself, as far as they are of the plain kind, so
 * that it knows where each begins; answers those it can, and sends the bytes of all others on, unchanged and in order.
 *
 * <p>Two rules keep it from ever being wrong about the connection. A request is answered here only while the server
 * behind owes no response, so answers leave in the order of their requests however they are pipelined (RFC 9112 section
 * 9.3.2). And the first request whose end is not beyond doubt hands the connection over for good: two parsers never have
 * to agree about anything that could be read in two ways.
 */
public final class HitHandler extends ChannelInboundHandlerAdapter {

    /** One for each event loop, since none is needed between two reads. */
    private static final FastThreadLocal<RequestHead> HEADS = new FastThreadLocal<>() {
        @Override
        protected RequestHead initialValue() {
            return new RequestHead();
        }
    };

    private final Hits hits;
    private final Owed owed = new Owed();
    private @Nullable ByteBuf pending;
    private long contentLeft;
    private boolean wrote;
    private boolean forwarded;
    private boolean readWhenWritable;
    private @Nullable LateAnswer late;
    private int lateLength;
    private long lateContent;

    public HitHandler(Hits hits) {
        this.hits = hits;
    }

    /** Counts the responses that the server behind owes; to stand behind the HTTP codec. */
    public Owed owed() {
        return owed;
    }

    /** Counts the responses that the server behind owes. */
    public static final class Owed extends ChannelOutboundHandlerAdapter {

        private int responses;
        private boolean interim;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response) {
                interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            }
            var unused = context.write(message, promise);
            if (message instanceof LastHttpContent && !interim) {
                responses--;
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        takeAll(context, joined(context, bytes), null);
    }

    /**
     * Takes what it can off the input, and keeps the rest until more bytes or an answer have come.
     *
     * @param ended what the first request has waited for
     */
    private void takeAll(ChannelHandlerContext context, ByteBuf input, @Nullable LateAnswer ended) {
        try {
            if (ended != null) {
                go(context, input, ended);
            }
            while (late == null && input.isReadable() && take(context, input)) {}
            if (input.isReadable()) {
                pending = input.retain();
            }
        } finally {
            input.release();
        }
    }

    private ByteBuf joined(ChannelHandlerContext context, ByteBuf bytes) {
        ByteBuf before = pending;
        if (before == null) {
            return bytes;
        }
        pending = null;
        try {
            return context.alloc()
                    .buffer(before.readableBytes() + bytes.readableBytes())
                    .writeBytes(before)
                    .writeBytes(bytes);
        } finally {
            before.release();
            bytes.release();
        }
    }

    /** Takes what it can off the input; false if more bytes are needed. */
    private boolean take(ChannelHandlerContext context, ByteBuf input) {
        if (contentLeft > 0) {
            int here = (int) Math.min(contentLeft, input.readableBytes());
            contentLeft -= here;
            forward(context, input, here);
            return true;
        }
        RequestHead head = HEADS.get();
        int available = Math.min(input.readableBytes(), RequestHead.LONGEST);
        input.getBytes(input.readerIndex(), head.room(), 0, available);
        return switch (head.read(available)) {
            case INCOMPLETE -> false;
            case DOUBTFUL -> {
                handOver(context, input);
                yield true;
            }
            case OTHER -> {
                pass(context, input, head);
                yield true;
            }
            case READ -> {
                if (!mayAnswer(context)) {
                    pass(context, input, head);
                    yield true;
                }
                yield switch (hits.look(head)) {
                    case Hits.Looked.Here(Answer answer) -> {
                        answer(context, input, head.length(), answer);
                        yield true;
                    }
                    case Hits.Looked.Elsewhere(Mono<Hits.Found> later) -> await(context, input, head, later);
                    case Hits.Looked.Unknown _ -> {
                        pass(context, input, head);
                        yield true;
                    }
                };
            }
        };
    }

    private void answer(ChannelHandlerContext context, ByteBuf input, int length, Answer answer) {
        input.skipBytes(length);
        wrote = true;
        var unused = context.write(answer.http1(context.alloc()), context.voidPromise());
    }

    /** @return whether the answer is there already */
    private boolean await(ChannelHandlerContext context, ByteBuf input, RequestHead head, Mono<Hits.Found> later) {
        lateLength = head.length();
        lateContent = head.contentLength();
        LateAnswer awaited = new LateAnswer(context.executor(), ended -> goOn(context, ended));
        later.subscribe(awaited);
        if (awaited.isHere()) {
            go(context, input, awaited);
            return true;
        }
        late = awaited;
        return false;
    }

    private void go(ChannelHandlerContext context, ByteBuf input, LateAnswer ended) {
        Answer answer = ended.answer();
        if (answer == null) {
            pass(context, input, lateLength, lateContent);
        } else {
            answer(context, input, lateLength, answer);
        }
    }

    private void goOn(ChannelHandlerContext context, LateAnswer ended) {
        ByteBuf input = pending;
        if (late != ended || input == null) {
            return;
        }
        late = null;
        pending = null;
        try {
            takeAll(context, input, ended);
        } catch (RuntimeException bug) {
            // Netty sees to what a handler throws only where it has called the handler.
            context.fireExceptionCaught(bug);
            return;
        }
        if (!context.isRemoved()) {
            channelReadComplete(context);
        }
    }

    /** A client that does not read what it asked for is left to the server behind, which waits for it. */
    private boolean mayAnswer(ChannelHandlerContext context) {
        return owed.responses == 0 && context.channel().isWritable();
    }

    private void pass(ChannelHandlerContext context, ByteBuf input, RequestHead head) {
        pass(context, input, head.length(), head.contentLength());
    }

    private void pass(ChannelHandlerContext context, ByteBuf input, int length, long contentLength) {
        owed.responses++;
        contentLeft = contentLength;
        forward(context, input, length);
    }

    private void forward(ChannelHandlerContext context, ByteBuf input, int length) {
        flush(context);
        forwarded = true;
        context.fireChannelRead(input.readRetainedSlice(length));
    }

    /** From here on the connection belongs to the server behind. */
    private void handOver(ChannelHandlerContext context, ByteBuf input) {
        forward(context, input, input.readableBytes());
        context.fireChannelReadComplete();
        context.pipeline().remove(this);
        context.pipeline().remove(owed);
    }

    private void flush(ChannelHandlerContext context) {
        if (wrote) {
            wrote = false;
            context.flush();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        flush(context);
        // Who waits for an answer reads no more until it is there.
        if (!forwarded && late == null) {
            readOn(context);
        }
        forwarded = false;
        context.fireChannelReadComplete();
    }

    /** Nobody behind has seen these bytes, so nobody behind asks for more. */
    private void readOn(ChannelHandlerContext context) {
        readWhenWritable = !context.channel().isWritable();
        if (!readWhenWritable) {
            context.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (readWhenWritable) {
            readOn(context);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ByteBuf left = pending;
        pending = null;
        if (left != null) {
            left.release();
        }
        LateAnswer awaited = late;
        late = null;
        if (awaited != null) {
            awaited.giveUp();
        }
    }
}
