package dev.tideline.events;

/** Where a write stands in {@link Topics#WRITES}: what a session ticket is made of. */
public record WritePosition(int partition, long offset) {

    /** @throws IllegalArgumentException if either is negative */
    public WritePosition {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("not a position: " + partition + ':' + offset);
        }
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
