package dev.tideline.local.stack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Asks a service's readiness group. */
public final class Readiness {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final Duration PAUSE = Duration.ofMillis(60);

    private Readiness() {}

    /** Whether it answers 200 now. */
    public static boolean isReady(URI readiness) {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) readiness.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    /** Asks until it is ready, the limit is over or there is no more hope; whether it is ready. */
    static boolean await(URI readiness, Duration limit, BooleanSupplier hope) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (hope.getAsBoolean()
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            if (isReady(readiness)) {
                return true;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return false;
    }
}
