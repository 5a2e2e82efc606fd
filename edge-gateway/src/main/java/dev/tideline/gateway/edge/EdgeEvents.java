package dev.tideline.gateway.edge;

import java.util.function.Supplier;

/** Whoever wants to know of answers. Called by event loops: must not block and must not throw. */
@FunctionalInterface
public interface EdgeEvents {

    /** Nobody wants to know. */
    EdgeEvents NONE = answer -> {};

    /**
     * An answer is ready.
     *
     * @param answer made only if this one is wanted
     */
    void answered(Supplier<EdgeEvent> answer);
}
