package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.store.RegionLease;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One fetch from the origin under way, and those who wait for it. */
final class Flight {

    /** How it ended, for those who waited. */
    sealed interface Landing {

        /**
         * The answer is in the first tier: look again.
         *
         * @param givenBack comes when the second tier has it too: whether the right to fetch was given back with that
         */
        record Shared(Mono<Boolean> givenBack) implements Landing {}

        /** The answer is for its own client only: fetch alone, and so does everybody for a while. */
        record Alone(String why) implements Landing {}

        /** A purge or a write came while it was on its way: those who waited look again, and the next of them fetches. */
        record Overtaken() implements Landing {}

        /**
         * There is no good answer.
         *
         * @param status the origin's 5xx, or 0 if it did not answer
         * @param failure why it did not, or null if it did
         */
        record Failed(int status, @Nullable OriginFailure failure) implements Landing {}
    }

    private final CacheKey key;
    private final BiConsumer<Flight, Landing> onLanding;
    private final Sinks.One<Landing> landing = Sinks.one();
    private final AtomicInteger waiters = new AtomicInteger();
    private final AtomicBoolean landed = new AtomicBoolean();
    private volatile RegionLease.Grant grant = RegionLease.Grant.NONE;
    private volatile boolean doomed;
    private final long startedAt = System.nanoTime();

    /** @param onLanding called once, before the waiters are */
    Flight(CacheKey key, BiConsumer<Flight, Landing> onLanding) {
        this.key = key;
        this.onLanding = onLanding;
    }

    /** A fetch nobody else can wait for. */
    static Flight alone(CacheKey key) {
        return new Flight(key, (flight, landing) -> {});
    }

    /** Whether it has been under way for so long that nobody should wait for it any more. */
    boolean isOlderThan(Duration limit) {
        return System.nanoTime() - startedAt > limit.toNanos();
    }

    CacheKey key() {
        return key;
    }

    /** Takes one more who waits, up to a cap. */
    boolean board(int cap) {
        if (waiters.incrementAndGet() > cap) {
            waiters.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        waiters.decrementAndGet();
    }

    int waiters() {
        return waiters.get();
    }

    /** The end, now or later; any number may subscribe. */
    Mono<Landing> landing() {
        return landing.asMono();
    }

    /** Ends it; only the first call counts. */
    void land(Landing how) {
        if (landed.compareAndSet(false, true)) {
            onLanding.accept(this, how);
            landing.tryEmitValue(how);
        }
    }

    /** A write went by: what is in flight may be older than it and must not be kept. */
    void doom() {
        doomed = true;
    }

    boolean isDoomed() {
        return doomed;
    }

    RegionLease.Grant grant() {
        return grant;
    }

    void grant(RegionLease.Grant given) {
        grant = given;
    }
}
