package dev.tideline.gateway.purge;

import dev.tideline.events.Heartbeat;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;

/** What is known of one log, that is of one identity of the topic. Written by one thread, read by all. */
final class Ledger {

    final String log;
    /** An entry that was stamped before this has not been checked against everything. */
    private volatile long replayedFrom;

    private volatile long position;
    private volatile Coverage coverage = Coverage.NONE;
    private final Layer hard;
    private final Layer soft;

    Ledger(String log, long firstOffset, int maxScopes) {
        this.log = log;
        this.replayedFrom = firstOffset;
        this.position = firstOffset - 1;
        this.hard = new Layer(maxScopes);
        this.soft = new Layer(maxScopes);
    }

    /** Stands for no log at all: every entry is dead. */
    static Ledger none() {
        Ledger none = new Ledger(Stamp.NONE.log(), Long.MAX_VALUE, 0);
        none.position = Stamp.NONE.offset();
        return none;
    }

    long position() {
        return position;
    }

    Coverage coverage() {
        return coverage;
    }

    /** Records between the position and this offset were lost to this instance. */
    void resumeAt(long offset) {
        if (offset > position + 1) {
            replayedFrom = offset;
            position = offset - 1;
        }
    }

    /** The log ends before the position: its offsets will be given again, to other records. */
    void cutBackTo(long end) {
        replayedFrom = position + 1;
        position = end - 1;
    }

    void apply(PurgeIssued purge, long offset) {
        switch (purge.mode()) {
            case HARD -> hard.apply(offset, purge.scopes());
            case SOFT -> soft.apply(offset, purge.scopes());
        }
    }

    void apply(Heartbeat heartbeat) {
        coverage = coverage.with(heartbeat);
    }

    void moveTo(long offset) {
        position = Math.max(position, offset);
    }

    Verdict check(EntryScopes entry, Stamp asOf, long version) {
        if (!log.equals(asOf.log())) {
            return Verdict.Reason.OTHER_LOG.dead;
        }
        if (asOf.offset() + 1 < replayedFrom) {
            return Verdict.Reason.NOT_REPLAYED.dead;
        }
        Verdict.Reason reached = hard.reaches(entry, asOf.offset(), version);
        if (reached != null) {
            return reached.dead;
        }
        return soft.reaches(entry, asOf.offset(), version) == null ? Verdict.LIVE : Verdict.SOFT_STALE;
    }

    long knownVersion(ResourceKey resource) {
        return hard.version(resource);
    }

    int size() {
        return hard.size() + soft.size();
    }

    long bytes() {
        return hard.bytes() + soft.bytes();
    }
}
