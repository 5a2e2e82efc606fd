package dev.tideline.backends;

/** Waiting between two looks at a program that gives no notice. */
final class Pause {
    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("interrupted while waiting for a backend", e);
        }
    }
}
