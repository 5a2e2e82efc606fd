package dev.tideline.gateway.http;

import dev.tideline.gateway.store.Deadlines;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Waits for an origin's answer, up to a limit. As {@code Mono.timeout}, which describes in words what it waits for each time
 * that it does; and an answer that comes too late is not lost but given back.
 */
final class Awaited extends BaseSubscriber<OriginAnswer> {

    private final MonoSink<OriginAnswer> sink;
    private final Duration limit;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Disposable deadline = Disposables.disposed();

    private Awaited(MonoSink<OriginAnswer> sink, Duration limit) {
        this.sink = sink;
        this.limit = limit;
    }

    /** Fails with {@link TimeoutException} after the limit, and with {@link OriginClient.NoAnswer} when there is none. */
    static Mono<OriginAnswer> within(Duration limit, Mono<OriginAnswer> answer) {
        return Mono.create(sink -> {
            Awaited awaited = new Awaited(sink, limit);
            sink.onCancel(awaited::givenUp);
            answer.subscribe(awaited);
        });
    }

    @Override
    public Context currentContext() {
        return Context.of(sink.contextView());
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        deadline = Deadlines.shared().schedule(this::tooLate, limit.toNanos(), TimeUnit.NANOSECONDS);
        requestUnbounded();
    }

    @Override
    protected void hookOnNext(OriginAnswer answer) {
        if (ends()) {
            sink.success(answer);
        } else {
            answer.close();
        }
    }

    @Override
    protected void hookOnError(Throwable failure) {
        if (ends()) {
            sink.error(failure);
        }
    }

    @Override
    protected void hookOnComplete() {
        if (ends()) {
            sink.error(new OriginClient.NoAnswer());
        }
    }

    private void tooLate() {
        if (ends()) {
            cancel();
            sink.error(new TimeoutException("no answer within " + limit));
        }
    }

    private void givenUp() {
        if (ends()) {
            cancel();
        }
    }

    private boolean ends() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        deadline.dispose();
        return true;
    }
}
