package dev.tideline.invalidation.token;

import java.util.Locale;

/** What a token allows. None includes another. */
public enum Role {
    /** Purge by URL, key, tag or prefix. */
    PURGE,
    /** Purge everything, by whatever name: {@code everything}, or the prefix {@code /}. */
    PURGE_ALL,
    /** See purges, their receipts, and the fleet. */
    READ,
    /** Erase data subjects, for good. */
    ERASE,
    /** Send dead letters through again, at write-processor. */
    REPLAY;

    /** As configuration and problems write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
