package dev.tideline.local.stack;

import java.util.Collection;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The same for several parts at once. */
final class Parallel {
    private Parallel() {}

    /**
     * Returns when all have ended, and throws the first failure.
     *
     * @param onFailure runs at once after the first failure, to tell the others to end early
     */
    static <T> void forEach(Collection<T> items, Consumer<T> action, Runnable onFailure) {
        RuntimeException first = null;
        // Platform threads: unpacking Postgres and loading Kafka would keep virtual ones from running on two cores.
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            CompletionService<@Nullable RuntimeException> done = new ExecutorCompletionService<>(threads);
            for (T item : items) {
                done.submit(() -> failure(item, action));
            }
            for (int i = 0; i < items.size(); i++) {
                RuntimeException failure = done.take().get();
                if (failure != null && first == null) {
                    first = failure;
                    onFailure.run();
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
        if (first != null) {
            throw first;
        }
    }

    private static <T> @Nullable RuntimeException failure(T item, Consumer<T> action) {
        try {
            action.accept(item);
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }
}
