package dev.tideline.placement;

import org.jspecify.annotations.Nullable;

/** What a gateway of one region does with a read of one collection. Each says why, in words for whoever asks. */
public sealed interface ReadRule {

    String why();

    /** The region whose data are read; null where the file names none, which is the cell the gateway is connected to. */
    default @Nullable String home() {
        return null;
    }

    /**
     * Through the region's cache; on a miss the home's origin is asked.
     *
     * @param redacted whether this region's readers get the documents without what the file redacts
     */
    record Cached(@Nullable String home, boolean redacted, String why) implements ReadRule {}

    /**
     * From the home's origin each time, and kept nowhere.
     *
     * @param redacted as for {@link Cached}
     */
    record Uncached(@Nullable String home, boolean redacted, String why) implements ReadRule {}

    /** Out of the region's own full copy, and through the cache where there is none. */
    record Copied(String why) implements ReadRule {}

    /** Not at all: 451 (RFC 7725). */
    record Refused(@Nullable String home, String why) implements ReadRule {}

    /** There is nothing: what is asked for names no home of the collection. */
    record NoHome(String why) implements ReadRule {}
}
