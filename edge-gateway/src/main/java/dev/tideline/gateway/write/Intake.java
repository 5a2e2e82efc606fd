package dev.tideline.gateway.write;

import java.util.concurrent.Semaphore;

/** Bounds the writes that are on their way through this instance, and the bytes of their bodies. */
final class Intake {

    private final Semaphore requests;
    private final Semaphore bytes;

    Intake(WriteSettings.Intake settings) {
        this.requests = new Semaphore(settings.maxRequests());
        this.bytes = new Semaphore(Math.toIntExact(settings.maxBytes().toBytes()));
    }

    /**
     * Takes a place.
     *
     * @param size of the body, or the most that it may be
     * @return whether there was one; then {@link #leave} must be called once, with the same size
     */
    boolean enter(int size) {
        if (!requests.tryAcquire()) {
            return false;
        }
        if (!bytes.tryAcquire(size)) {
            requests.release();
            return false;
        }
        return true;
    }

    void leave(int size) {
        bytes.release(size);
        requests.release();
    }

    int freeRequests() {
        return requests.availablePermits();
    }
}
