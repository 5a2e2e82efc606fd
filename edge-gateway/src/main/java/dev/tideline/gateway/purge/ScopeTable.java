package dev.tideline.gateway.purge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A map from scope hash to the last offset that purged it and, in the versioned kind, to the highest version it named.
 * Open addressing in one {@code long[]}: 16 or 24 bytes a slot, between 3/8 and 3/4 of the slots in use. One thread
 * writes; any number read without locks.
 *
 * <p>Why that is safe: numbers only grow, a slot's numbers are written before its key, and whatever replaces the array
 * is published whole, together with the floor that makes up for what it leaves out. A reader sees at least everything
 * written before the log's position that it read first; if it sees more, the purge is real already.
 */
final class ScopeTable {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FIRST_SLOTS = 256;
    private static final int KEY = 0;
    private static final int OFFSET = 1;
    private static final int VERSION = 2;

    /** @param floor entries older than this offset may have been purged by something forgotten; -1 while nothing is */
    @SuppressWarnings("ArrayRecordComponent") // never compared; published whole
    private record Slots(long[] cells, int mask, long floor) {}

    private final int width;
    private final int maxScopes;
    private int size;
    private volatile Slots slots;

    private ScopeTable(int width, int maxScopes) {
        this.width = width;
        this.maxScopes = maxScopes;
        this.slots = empty(FIRST_SLOTS, -1);
    }

    static ScopeTable plain(int maxScopes) {
        return new ScopeTable(2, maxScopes);
    }

    static ScopeTable versioned(int maxScopes) {
        return new ScopeTable(3, maxScopes);
    }

    private Slots empty(int count, long floor) {
        return new Slots(new long[count * width], count - 1, floor);
    }

    /** Writer: remembers a purge. */
    void put(long hash, long offset, long version) {
        Slots now = slots;
        int at = find(now, hash);
        if (now.cells[at + KEY] == 0) {
            store(now, at, offset, version);
            CELL.setRelease(now.cells, at + KEY, hash);
            size++;
            makeRoom();
            return;
        }
        store(
                now,
                at,
                Math.max(offset, now.cells[at + OFFSET]),
                width > VERSION ? Math.max(version, now.cells[at + VERSION]) : 0);
    }

    private void store(Slots in, int at, long offset, long version) {
        if (width > VERSION) {
            CELL.setRelease(in.cells, at + VERSION, version);
        }
        CELL.setRelease(in.cells, at + OFFSET, offset);
    }

    /** Writer: forgets all, because something already published covers it. */
    void clear() {
        size = 0;
        slots = empty(FIRST_SLOTS, slots.floor);
    }

    /** Reader: whether a purge after the offset may have been forgotten. */
    boolean mayHaveForgotten(long after) {
        return after < slots.floor;
    }

    /** Reader: whether one of the hashes was purged after the offset. */
    boolean purgedAny(long[] hashes, long after) {
        Slots now = slots;
        for (long hash : hashes) {
            int at = lookup(now, hash);
            if (at >= 0 && (long) CELL.getAcquire(now.cells, at + OFFSET) > after) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reader: whether this very resource is known to have a version above the entry's.
     *
     * @param version the entry's; 0 if it has none, and then any purge after the offset counts
     */
    boolean outdates(long hash, long after, long version) {
        Slots now = slots;
        int at = lookup(now, hash);
        if (at < 0) {
            return false;
        }
        return version > 0
                ? (long) CELL.getAcquire(now.cells, at + VERSION) > version
                : (long) CELL.getAcquire(now.cells, at + OFFSET) > after;
    }

    /** Reader: the highest version that was named; 0 if none was, or if it is forgotten. Of the versioned kind. */
    long version(long hash) {
        Slots now = slots;
        int at = lookup(now, hash);
        return at < 0 ? 0 : (long) CELL.getAcquire(now.cells, at + VERSION);
    }

    int size() {
        return size;
    }

    /** Bytes of the array. */
    long bytes() {
        return slots.cells.length * 8L;
    }

    /** Reader: index of the hash's key cell, or -1. The cell is read once: a writer may fill it in between. */
    private int lookup(Slots in, long hash) {
        int slot = (int) hash & in.mask;
        while (true) {
            long key = (long) CELL.getAcquire(in.cells, slot * width + KEY);
            if (key == hash || key == 0) {
                return key == 0 ? -1 : slot * width;
            }
            slot = (slot + 1) & in.mask;
        }
    }

    /** Writer: index of the hash's key cell, or of the empty one where it belongs. */
    private int find(Slots in, long hash) {
        int slot = (int) hash & in.mask;
        while (true) {
            long key = in.cells[slot * width + KEY];
            if (key == hash || key == 0) {
                return slot * width;
            }
            slot = (slot + 1) & in.mask;
        }
    }

    private void makeRoom() {
        Slots now = slots;
        if (size > maxScopes) {
            forgetOldest();
        } else if (size > (now.mask + 1) / 4 * 3) {
            slots = copy(now, (now.mask + 1) * 2, now.floor, Long.MIN_VALUE);
        }
    }

    /** Forgets about the older half, by a threshold from a sample; all, where most offsets are the same one. */
    private void forgetOldest() {
        Slots now = slots;
        long threshold = median(now);
        Slots fewer = copy(now, now.mask + 1, Math.max(now.floor, threshold), threshold);
        int kept = count(fewer);
        if (kept > maxScopes / 4 * 3) {
            long newest = Long.MIN_VALUE;
            for (int at = 0; at < now.cells.length; at += width) {
                newest = now.cells[at + KEY] == 0 ? newest : Math.max(newest, now.cells[at + OFFSET]);
            }
            fewer = empty(FIRST_SLOTS, Math.max(now.floor, newest));
            kept = 0;
        }
        size = kept;
        slots = fewer;
    }

    private long median(Slots in) {
        long[] sample = new long[1024];
        int taken = 0;
        int count = in.mask + 1;
        int step = Math.max(1, count / 2048);
        for (int slot = 0; slot < count && taken < sample.length; slot += step) {
            if (in.cells[slot * width + KEY] != 0) {
                sample[taken++] = in.cells[slot * width + OFFSET];
            }
        }
        Arrays.sort(sample, 0, taken);
        return taken == 0 ? Long.MAX_VALUE : sample[taken / 2];
    }

    /** @param forgotten offsets up to and including this are left out */
    private Slots copy(Slots from, int count, long floor, long forgotten) {
        Slots to = empty(count, floor);
        for (int at = 0; at < from.cells.length; at += width) {
            if (from.cells[at + KEY] != 0 && from.cells[at + OFFSET] > forgotten) {
                int target = find(to, from.cells[at + KEY]);
                System.arraycopy(from.cells, at, to.cells, target, width);
            }
        }
        return to;
    }

    private int count(Slots in) {
        int used = 0;
        for (int at = 0; at < in.cells.length; at += width) {
            used += in.cells[at + KEY] == 0 ? 0 : 1;
        }
        return used;
    }
}
