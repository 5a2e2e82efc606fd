package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;

/**
 * One string for field values that many stored responses have at the same time: a media type, a lifetime, the date of this
 * second. A table with one place for each hash, where a newcomer takes the place of what was there: it is bounded, forgets
 * what is not seen any more, and values of which there is only one do no harm. Values longer than {@value #LONGEST}
 * characters are not shared. Safe for use by several threads: a race costs a second copy.
 */
final class ValueTable {

    private static final int PLACES = 1 << 12;
    private static final int LONGEST = 64;

    private final @Nullable String[] places = new String[PLACES];

    /** An equal string, often the same for all who ask. */
    String shared(String value) {
        if (value.length() > LONGEST) {
            return value;
        }
        int hash = value.hashCode();
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        String known = places[place];
        if (known != null && known.equals(value)) {
            return known;
        }
        places[place] = value;
        return value;
    }
}
