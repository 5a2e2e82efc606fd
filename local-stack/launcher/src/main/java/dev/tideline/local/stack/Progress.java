package dev.tideline.local.stack;

import java.time.Duration;
import java.util.List;

/** Hears how a stack comes up and goes down; calls come from several threads. */
public interface Progress {
    /** Says nothing. */
    Progress SILENT = new Progress() {};

    /** What an earlier, killed owner had left running was stopped. */
    default void recovered(List<String> stopped) {}

    default void starting(Part part) {}

    /** The part takes requests. */
    default void ready(Part part, Duration took) {}

    default void stopping() {}

    default void stopped(Part part) {}

    /** A part ended by itself after it had been ready; the others go on. */
    default void died(StackException death) {}
}
