package dev.tideline.gateway.http;

import dev.tideline.gateway.store.Deadlines;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * Reads a body from the origin, keeps it, and hands it to the client that asked first, as it arrives. While the body is
 * within the limit it is read as fast as the origin sends it, so a slow client, or one that went away, holds up nobody
 * who waits for the whole. A body that outgrows the limit is not kept: from there on it is read only as fast as
 * the client takes it, and no longer once the client is gone.
 */
final class BodyTap extends BaseSubscriber<ByteBuf> {

    /** How far the origin may be ahead of the client once nothing is kept. */
    private static final long AHEAD = 128 * 1024;

    /** What becomes of the body. Exactly one of these is called, once. */
    interface End {
        /** It is all here. */
        void whole(byte[] body);

        /** It outgrew the limit and only passes through from now on. */
        void tooLarge();

        /** It broke off. */
        void broken(Throwable why);
    }

    private final int limit;
    private final End end;
    private final long stallNanos;
    private final Sinks.Many<byte[]> out = Sinks.many()
            .unicast()
            .onBackpressureBuffer(Queues.<byte[]>unbounded(64).get());
    private final AtomicLong ahead = new AtomicLong();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile Disposable watch = Disposables.disposed();

    private List<byte[]> kept = new ArrayList<>();
    private long size;
    private volatile boolean overflown;
    private volatile boolean ended;
    private volatile long lastProgress = System.nanoTime();

    /**
     * @param limit the largest body that is kept, in bytes
     * @param stall how long the origin may send nothing although something is wanted
     */
    BodyTap(int limit, Duration stall, End end) {
        this.limit = limit;
        this.end = end;
        this.stallNanos = stall.toNanos();
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(1);
        long every = Math.max(10, TimeUnit.NANOSECONDS.toMillis(stallNanos) / 4);
        Disposable started = Deadlines.shared().schedulePeriodically(this::watch, every, every, TimeUnit.MILLISECONDS);
        watch = started;
        if (ended) {
            started.dispose();
        }
    }

    @Override
    protected void hookOnNext(ByteBuf buffer) {
        lastProgress = System.nanoTime();
        byte[] chunk = ByteBufUtil.getBytes(buffer);
        size += chunk.length;
        if (!overflown) {
            if (size > limit) {
                kept = List.of();
                overflown = true;
                end.tooLarge();
            } else {
                kept.add(chunk);
            }
        }
        if (!gone.get()) {
            ahead.addAndGet(chunk.length);
            out.tryEmitNext(chunk);
        } else if (overflown) {
            stop();
            return;
        }
        readOn();
    }

    private void readOn() {
        if (overflown && ahead.get() > AHEAD) {
            paused.set(true);
            if (ahead.get() > AHEAD || !paused.compareAndSet(true, false)) {
                return;
            }
        }
        lastProgress = System.nanoTime();
        request(1);
    }

    /** The bytes for the client that asked first; one subscriber. */
    Flux<byte[]> bytes() {
        return out.asFlux().doOnNext(this::taken).doOnCancel(this::readerGone);
    }

    private void taken(byte[] chunk) {
        if (ahead.addAndGet(-chunk.length) <= AHEAD && paused.compareAndSet(true, false)) {
            lastProgress = System.nanoTime();
            request(1);
        }
    }

    /** The client went away: what is within the limit is still read, for those who wait and those who come. */
    void readerGone() {
        if (gone.compareAndSet(false, true) && overflown) {
            stop();
        }
    }

    private void stop() {
        ended = true;
        watch.dispose();
        cancel();
    }

    private void watch() {
        boolean wanting = !ended && !paused.get();
        if (wanting && System.nanoTime() - lastProgress > stallNanos) {
            cancel();
            hookOnError(new IOException("the origin stopped sending"));
        }
    }

    @Override
    protected void hookOnComplete() {
        ended = true;
        watch.dispose();
        if (!overflown) {
            end.whole(joined());
        }
        out.tryEmitComplete();
    }

    private byte[] joined() {
        if (kept.size() == 1) {
            return kept.getFirst();
        }
        byte[] whole = new byte[(int) size];
        int at = 0;
        for (byte[] chunk : kept) {
            System.arraycopy(chunk, 0, whole, at, chunk.length);
            at += chunk.length;
        }
        return whole;
    }

    @Override
    protected void hookOnError(Throwable error) {
        ended = true;
        watch.dispose();
        if (!overflown) {
            end.broken(error);
        }
        out.tryEmitError(error);
    }

    /** Whether the origin is still being read; for tests. */
    boolean isReading() {
        return !ended;
    }

    /** The client's queue, for tests: how many bytes the origin is ahead of it. */
    long aheadBytes() {
        return ahead.get();
    }
}
