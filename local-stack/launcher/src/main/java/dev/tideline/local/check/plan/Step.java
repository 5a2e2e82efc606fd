package dev.tideline.local.check.plan;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Target;
import java.time.Duration;

/** The next thing a worker does. */
public sealed interface Step {

    /** How long it rests before. */
    Duration rest();

    record Read(Duration rest, String instance, Target target) implements Step {}

    /** A document with a new mark. */
    record Put(Duration rest, String instance, ResourceKey key) implements Step {}

    record Delete(Duration rest, String instance, ResourceKey key) implements Step {}

    record Purge(Duration rest, Scope scope, PurgeIssued.Mode mode) implements Step {}
}
