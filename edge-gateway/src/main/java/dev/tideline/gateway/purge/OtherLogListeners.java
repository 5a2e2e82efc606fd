package dev.tideline.gateway.purge;

/** Whoever wants to hear of the purge logs of other homes. */
@FunctionalInterface
public interface OtherLogListeners {

    /** Asked once for each home, before its log is read. */
    FollowerListener of(String home, OtherLog log);
}
