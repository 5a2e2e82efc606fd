package dev.tideline.local.stack;

/**
 * How one part does.
 *
 * @param address what a person would type to get there
 * @param pid 0 when there is no process
 * @param residentMiB memory in use, 0 where the system does not tell
 */
public record PartStatus(Part part, State state, String address, long pid, long residentMiB) {
    /** Whether it takes requests. */
    public enum State {
        READY,
        NOT_READY,
        DOWN
    }
}
