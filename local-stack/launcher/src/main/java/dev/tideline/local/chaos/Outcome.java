package dev.tideline.local.chaos;

import dev.tideline.local.chaos.Seen.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What came of one scenario.
 *
 * @param seen all requests
 * @param times when what happened
 * @param writes what became of them
 * @param measured what the gateways counted
 */
record Outcome(Scenario scenario, Collection<Seen> seen, Times times, Writes writes, Measured measured) {

    /**
     * In nanoseconds since the run began.
     *
     * @param broken from when something was broken
     * @param mending from when it was mended
     * @param mended when that was done
     * @param calm from when on clients saw nothing unusual; {@link Long#MAX_VALUE} for never
     */
    record Times(long broken, long mending, long mended, long calm) {}

    /**
     * Of the whole run.
     *
     * @param accepted acknowledged to their clients
     * @param lost acknowledged, and without an outcome in Postgres when all was whole for two minutes
     * @param settled when the last of them had its outcome, in nanoseconds since the run began
     */
    record Writes(long accepted, long lost, long settled) {}

    /**
     * By the gateways, between the begin and the end of the run.
     *
     * @param corrupt entries that were not what had been written
     * @param fetches requests to the origin
     * @param mostAtOnce of those, at one gateway; looked at in a storm only, from the mending on
     * @param limit the highest that its gate stood at, likewise
     * @param bound the largest staleness bound that an answer gave, in milliseconds
     */
    record Measured(long corrupt, long fetches, long mostAtOnce, long limit, long bound) {}

    /** What was promised and did not hold; empty if all did. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        complain(broken, failedReads(), "reads of cached data failed");
        complain(broken, writes.lost(), "accepted writes are lost");
        if (scenario != Scenario.GATEWAY_KILLED) {
            complain(broken, count(Kind.MOVED), "reads got no answer from a gateway that runs");
        }
        if (scenario == Scenario.ROLLING_RESTART) {
            complain(broken, count(Kind.REFUSED) + count(Kind.UNKNOWN), "writes failed");
        }
        if (times.calm() == Long.MAX_VALUE) {
            broken.add("it was not as before within two minutes");
        }
        if (writes.accepted() == 0 || count(Kind.HIT) == 0) {
            broken.add("nobody read from cache, or nobody wrote: it shows nothing");
        }
        complain(broken, Math.max(0, measured.mostAtOnce() - measured.limit()), "requests too many at the origin");
        if (scenario == Scenario.REDIS_CORRUPT && measured.corrupt() == 0) {
            broken.add("no gateway met a changed entry: it shows nothing");
        }
        if (scenario == Scenario.WRITE_FLOOD && count(Kind.REFUSED) == 0) {
            broken.add("no write was refused, the queue was never full: it shows nothing");
        }
        return broken;
    }

    private static void complain(List<String> broken, long count, String what) {
        if (count > 0) {
            broken.add(count + " " + what);
        }
    }

    /** After everything was purged nothing is cached until it could be fetched again. */
    private long failedReads() {
        boolean purged = scenario == Scenario.REFILL_STORM;
        return seen.stream()
                .filter(one -> one.kind() == Kind.FAILED)
                .filter(one -> !purged || one.at() < times.broken() || one.at() > times.calm())
                .count();
    }

    private long count(Kind kind) {
        return seen.stream().filter(one -> one.kind() == kind).count();
    }

    /** From the begin of the mending until clients saw nothing unusual any more; at least 0. */
    long recoveryMillis() {
        return Math.max(0, times.calm() - times.mending()) / 1_000_000;
    }
}
