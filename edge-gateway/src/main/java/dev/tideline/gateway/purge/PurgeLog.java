package dev.tideline.gateway.purge;

import dev.tideline.events.Heartbeat;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeLogRecord;
import dev.tideline.events.ResourceKey;

/**
 * What this instance knows of all purges, and therefore whether an entry may still be served. No clock, no I/O: one
 * thread applies the log's records in order, any number of threads ask without locks.
 *
 * <p>The rule. An entry carries the {@link Stamp} that was {@link #now} before its origin request was sent. It is dead
 * if its log is another one, if it was stamped before the first record this instance has replayed, if one of its scopes
 * was purged at a later offset, or if its version is below one that a purge has named. A purge that names a resource and
 * a version spares that very resource's entries at that version or above, as far as that scope goes.
 */
public final class PurgeLog {

    /** About 4.8 GB at the most; far above any sensible setting, and below what one array can index. */
    public static final int MOST_SCOPES = 100_000_000;

    private final String region;
    private final int maxScopes;
    private volatile Ledger ledger = Ledger.none();
    private volatile long moves;

    /**
     * @param region of this instance; purges for other regions only move the position
     * @param maxScopes bound of each table of scopes. Beyond it the older half is forgotten and whatever was stamped
     *     before is dead
     */
    public PurgeLog(String region, int maxScopes) {
        if (maxScopes < 1 || maxScopes > MOST_SCOPES) {
            throw new IllegalArgumentException("scopes must be 1 to " + MOST_SCOPES + ", not " + maxScopes);
        }
        this.region = region;
        this.maxScopes = maxScopes;
    }

    /**
     * Writer: a reading of the log begins, or resumes, at an offset. Another identity forgets all that was known. A gap
     * after the position makes everything dead that was stamped before its end.
     */
    public void open(String log, long firstOffset) {
        if (log.equals(ledger.log)) {
            ledger.resumeAt(firstOffset);
        } else {
            ledger = new Ledger(log, firstOffset, maxScopes);
        }
        moved();
    }

    /**
     * Writer: the log, though the same, ends before the position (records that were acknowledged are lost). Everything
     * stamped up to the old position is dead, because its offsets will name other records.
     *
     * @param end the next offset the log will give
     */
    public void cutBack(long end) {
        ledger.cutBackTo(end);
        moved();
    }

    /**
     * Writer: applies the next record. A record that was applied before changes nothing.
     *
     * @return whether it can have changed a verdict
     */
    public boolean apply(long offset, PurgeLogRecord logRecord) {
        Ledger now = ledger;
        boolean purges =
                switch (logRecord) {
                    case PurgeIssued purge -> concernsUs(purge);
                    case Heartbeat heartbeat -> {
                        now.apply(heartbeat);
                        yield false;
                    }
                };
        if (purges) {
            now.apply((PurgeIssued) logRecord, offset);
        }
        now.moveTo(offset);
        if (purges) {
            moved();
        }
        return purges;
    }

    /** Writer: passes over a record that cannot be read. */
    public void skip(long offset) {
        ledger.moveTo(offset);
    }

    private boolean concernsUs(PurgeIssued purge) {
        return purge.regions().isEmpty() || purge.regions().contains(region);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void moved() {
        moves++;
    }

    /** The stamp for an entry whose origin request is sent after this call. */
    public Stamp now() {
        Ledger now = ledger;
        return new Stamp(now.log, now.position());
    }

    /**
     * Whether an entry may be served or stored.
     *
     * @param version the entry's {@code X-Data-Version}; 0 if it has none
     */
    public Verdict check(EntryScopes scopes, Stamp asOf, long version) {
        return ledger.check(scopes, asOf, version);
    }

    /**
     * The version floor of a resource: it is known to be committed. An origin that is asked after this call and answers
     * with less lags behind.
     *
     * @return 0 if no purge named a version, or if that is forgotten
     */
    public long knownVersion(ResourceKey resource) {
        return ledger.knownVersion(resource);
    }

    /**
     * Counts whatever can change a verdict. Take it before a check and keep it with the entry: while it is the same, so
     * is the verdict. Heartbeats and other regions' purges leave it alone.
     */
    public long moves() {
        return moves;
    }

    /** Take it before the check whose answer it shall hold for. */
    public Coverage coverage() {
        return ledger.coverage();
    }

    /** Scopes remembered. Exact for the writer only. */
    public int size() {
        return ledger.size();
    }

    /** Bytes of the tables. */
    public long bytes() {
        return ledger.bytes();
    }
}
