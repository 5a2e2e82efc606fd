package dev.tideline.gateway.hit;

import io.netty.util.concurrent.EventExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/** What a request waits for. Whatever thread it comes from, it is here on the connection's event loop. */
final class LateAnswer extends BaseSubscriber<Hits.Found> {

    private final EventExecutor loop;
    private final Consumer<LateAnswer> whenHere;
    private Hits.@Nullable Found found;
    private boolean here;
    private boolean givenUp;

    /** @param whenHere called once, on the event loop, maybe before the subscription has returned */
    LateAnswer(EventExecutor loop, Consumer<LateAnswer> whenHere) {
        this.loop = loop;
        this.whenHere = whenHere;
    }

    /** Whether it has come, or will not come. */
    boolean isHere() {
        return here;
    }

    /** Made of what has come; null if there is nothing, or it may not be served. Asked once. */
    @Nullable
    Answer answer() {
        return found == null ? null : found.answer();
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
        if (loop.inEventLoop()) {
            ended(value);
        } else {
            loop.execute(() -> ended(value));
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
