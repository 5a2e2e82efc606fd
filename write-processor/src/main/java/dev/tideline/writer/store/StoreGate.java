package dev.tideline.writer.store;

import dev.tideline.failures.RootCause;
import dev.tideline.writer.watch.WriteListener;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The only way to Postgres: behind a circuit breaker, and again and again until it answers. How long one try may take is
 * limited where it can be enforced, in the driver and the server (connect, socket, statement and lock timeouts).
 */
public final class StoreGate {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final CircuitBreaker breaker;
    private final WriteListener listener;
    private final Semaphore places;
    private final IntervalFunction pauses =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(200), 2, LONGEST_PAUSE);

    /** One transaction. */
    public interface Transaction<T> {
        T run() throws SQLException;
    }

    /**
     * A gate that is open.
     *
     * @param places how many transactions at the same time. Those that wait do so here and not at the connection pool, where
     *     a long queue would look like a database that is away.
     */
    public StoreGate(int places, WriteListener listener) {
        this.listener = listener;
        this.places = new Semaphore(places, true);
        this.breaker = CircuitBreaker.of(
                "postgres",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(8)
                        .minimumNumberOfCalls(4)
                        .failureRateThreshold(50)
                        .waitIntervalFunctionInOpenState(
                                IntervalFunction.ofExponentialBackoff(Duration.ofMillis(500), 2, LONGEST_PAUSE))
                        // Whoever finds Postgres back may be the last to ask: intake waits for the gate, so one success
                        // must open it.
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            switch (event.getStateTransition().getToState()) {
                case OPEN -> listener.storeReachable(false);
                case CLOSED -> listener.storeReachable(true);
                default -> {}
            }
        });
    }

    /** Whether Postgres is taken to be there; while it is not, no more records should be fetched. */
    public boolean isOpenForWrites() {
        return breaker.getState() == State.CLOSED;
    }

    /**
     * Runs a transaction until Postgres takes it, however long that is.
     *
     * @param stop ends the waiting
     * @throws RecordFault if Postgres is there and the data is to blame
     * @throws StoppedException if {@code stop} came first
     */
    public <T> T call(Transaction<T> transaction, CountDownLatch stop) throws RecordFault {
        for (int attempt = 1; ; attempt++) {
            Optional<T> result = inPlace(transaction);
            if (result.isPresent()) {
                return result.get();
            }
            pause(attempt, stop);
        }
    }

    private <T> Optional<T> inPlace(Transaction<T> transaction) throws RecordFault {
        try {
            places.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
        try {
            return breaker.tryAcquirePermission() ? attempt(transaction) : Optional.empty();
        } finally {
            places.release();
        }
    }

    /** Empty where Postgres is to be asked again. */
    private <T> Optional<T> attempt(Transaction<T> transaction) throws RecordFault {
        long start = System.nanoTime();
        try {
            T result = transaction.run();
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            return Optional.of(result);
        } catch (PositionException halt) {
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            throw halt;
        } catch (SQLException | RuntimeException thrown) {
            sortOut(thrown, System.nanoTime() - start);
            return Optional.empty();
        }
    }

    /** A transaction without a result. */
    public interface Step {
        void run() throws SQLException;
    }

    /** As {@link #call}. */
    public void run(Step step, CountDownLatch stop) throws RecordFault {
        call(
                () -> {
                    step.run();
                    return this;
                },
                stop);
    }

    private void sortOut(Exception thrown, long nanos) throws RecordFault {
        switch (Fault.of(thrown)) {
            case RECORD -> {
                breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
                throw new RecordFault(Fault.describe(thrown), thrown);
            }
            case CONTENDED -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
            case STORE -> {
                breaker.onError(nanos, TimeUnit.NANOSECONDS, thrown);
                listener.waiting("Postgres", RootCause.line(thrown));
            }
        }
    }

    private void pause(int attempt, CountDownLatch stop) {
        try {
            if (stop.await(pauses.apply(Math.min(attempt, 10)), TimeUnit.MILLISECONDS)) {
                throw new StoppedException();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }
}
