package dev.tideline.gateway.store;

import dev.tideline.gateway.purge.Verdict;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * What happens in the cache, told to whoever counts it. Calls come from any thread and must not block. Every method
 * does nothing by default.
 */
public interface CacheEvents {

    /** Nobody listens. */
    CacheEvents NONE = new CacheEvents() {};

    /** A tier was asked. */
    default void looked(String tier, boolean found) {}

    /** An entry was kept. */
    default void kept(String tier, int bytes) {}

    /** An entry was found that the purge log forbids; it was dropped. */
    default void dead(String tier, Verdict.Reason reason) {}

    /** Bytes in a tier were not an entry; they count as a miss. {@code name} is what the tier calls their place. */
    default void corrupt(String tier, String name, String why) {}

    /** A tier did not answer; it counts as a miss. */
    default void tierAway(String tier, String why) {}

    /** A tier is not asked any more, until it answers again. {@code why} is what its client said last. */
    default void tierLost(String tier, String why) {}

    /** It answers again. */
    default void tierFound(String tier) {}

    /** A request was answered. {@code result} is what {@code X-Cache-Status} says. */
    default void answered(String route, String result) {}

    /** An answer of the origin was not stored. */
    default void refused(String route, String why) {}

    /** A request waited for the fill of another. {@code how} is shared, alone, overtaken, late
     * or crowded. */
    default void collapsed(String how) {}

    /** The origin answered, with whatever status. {@code took} runs from the request to the head of the answer. */
    default void originAnswered(Duration took) {}

    /** The origin did not answer. */
    default void originFailed(String route, String why) {}

    /** A background refresh was started, or left out since too many are running. */
    default void refresh(boolean started) {}

    /** Another instance of the region holds the right to fill. {@code how} is shared, passed or late. */
    default void leased(String how) {}

    /** There is a new gate before an origin: requests it lets through, that are under way, that wait. */
    default void governed(String origin, IntSupplier limit, IntSupplier underWay, IntSupplier waiting) {}

    /** There is a new circuit breaker, whose state somebody may want to know. */
    default void guarded(CircuitBreaker breaker) {}
}
