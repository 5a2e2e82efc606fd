package dev.tideline.gateway.placement;

/** What the rules decided, for metrics: names of collections, never anything of a document. */
interface PlacementEvents {

    /** A read was decided on. */
    void read(String collection);

    /** A write to a collection with a residency was decided on. */
    void write(String collection);

    /** An origin's answer was dropped because it did not confirm the rules. */
    void unconfirmed(String collection);
}
