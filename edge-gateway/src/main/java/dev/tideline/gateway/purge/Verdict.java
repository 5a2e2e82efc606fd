package dev.tideline.gateway.purge;

/** What the purge log says of one entry. The values are shared, so a check allocates nothing. */
public sealed interface Verdict {

    Verdict LIVE = new Live();
    Verdict SOFT_STALE = new SoftStale();

    /** No purge applied so far reaches it. */
    record Live() implements Verdict {}

    /** A soft purge reaches it: stale, yet servable while it is revalidated or when the origin fails. */
    record SoftStale() implements Verdict {}

    /** It must not be served or stored. */
    record Dead(Reason reason) implements Verdict {}

    /** Why an entry is dead; a label for counters. */
    enum Reason {
        /** A hard purge of one of its scopes. */
        PURGED,
        /** Its version is below one that is known to be committed. */
        OLD_VERSION,
        /** It is older than what this instance still remembers purges for. */
        BELOW_FLOOR,
        /** It is older than the first record this instance has replayed, or no log is open. */
        NOT_REPLAYED,
        /** It was made under another log. */
        OTHER_LOG;

        @SuppressWarnings("ImmutableEnumChecker") // a record of this enum
        final Verdict dead = new Dead(this);
    }
}
