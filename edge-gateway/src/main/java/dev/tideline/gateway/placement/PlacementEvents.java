package dev.tideline.gateway.placement;

import dev.tideline.placement.ReadRule;
import dev.tideline.placement.WriteRule;

/** What the rules decided, for metrics: names of collections, never anything of a document. */
interface PlacementEvents {

    /** A read was decided on. */
    void read(String collection, ReadRule rule);

    /** A write to a collection with a residency was decided on. */
    void write(String collection, WriteRule rule);

    /** An origin's answer was dropped because it did not confirm the rules. */
    void unconfirmed(String collection);
}
