package dev.tideline.writer.decide;

/**
 * A gateway accepted a write for a collection that this processor's placement file does not have: the files differ. The
 * write cannot be decided, and is not the writer's fault: it goes the way of bad records, to be replayed later.
 */
public final class UnknownCollectionException extends RuntimeException {

    UnknownCollectionException(String collection) {
        super("the placement file has no collection '" + collection + "'");
    }
}
