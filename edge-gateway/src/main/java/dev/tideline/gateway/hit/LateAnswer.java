package dev.tideline.gateway.hit;

import io.netty.channel.ChannelHandlerContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/** What a connection waits for. Whatever thread it comes from, it is here on the connection's event loop. */
final class LateAnswer extends BaseSubscriber<Hits.Found> {

    private final ChannelHandlerContext context;
    private final int length;
    private final long contentLength;
    private final Consumer<LateAnswer> whenHere;
    private Hits.@Nullable Found found;
    private boolean here;
    private boolean givenUp;

    /**
     * @param length of the request's head
     * @param contentLength of what follows it
     * @param whenHere called once, on the event loop, maybe before the subscription has returned
     */
    LateAnswer(ChannelHandlerContext context, int length, long contentLength, Consumer<LateAnswer> whenHere) {
        this.context = context;
        this.length = length;
        this.contentLength = contentLength;
        this.whenHere = whenHere;
    }

    ChannelHandlerContext context() {
        return context;
    }

    int length() {
        return length;
    }

    long contentLength() {
        return contentLength;
    }

    /** Whether it has come, or will not come. */
    boolean isHere() {
        return here;
    }

    /** What has come; null if there is nothing. */
    Hits.@Nullable Found found() {
        return found;
    }

    /** Nobody waits for it any more. */
    void giveUp() {
        givenUp = true;
        cancel();
    }

    @Override
    protected void hookOnNext(Hits.Found value) {
        end(value);
    }

    @Override
    protected void hookOnComplete() {
        end(null);
    }

    @Override
    protected void hookOnError(Throwable bug) {
        end(null);
    }

    private void end(Hits.@Nullable Found value) {
        if (context.executor().inEventLoop()) {
            ended(value);
        } else {
            context.executor().execute(() -> ended(value));
        }
    }

    /** A publisher's end follows its value. */
    private void ended(Hits.@Nullable Found value) {
        if (here || givenUp) {
            return;
        }
        here = true;
        found = value;
        whenHere.accept(this);
    }
}
