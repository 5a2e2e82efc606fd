package dev.tideline.gateway.purge;

/**
 * The purge log of another home of whose data copies are kept here. This instance serves its own home's data before it has
 * replayed this log; until then no copy counts as checked against it.
 */
public final class OtherLog implements FollowerListener {

    private final PurgeLog log;
    private final SessionGate gate;
    private volatile boolean replayed;

    public OtherLog(PurgeLog log, SessionGate gate) {
        this.log = log;
        this.gate = gate;
    }

    public PurgeLog log() {
        return log;
    }

    public SessionGate gate() {
        return gate;
    }

    /** Whether everything that was in the log at the start has been applied. Once true it stays so. */
    public boolean isReplayed() {
        return replayed;
    }

    @Override
    public void caughtUp() {
        replayed = true;
    }

    @Override
    public void advanced() {
        gate.advanced();
    }
}
