package dev.tideline.gateway.store;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.purge.EntryScopes;
import dev.tideline.gateway.purge.Stamp;
import dev.tideline.gateway.purge.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A mistake that this gateway makes on purpose, so that a test can show that the checker finds it. Each leaves out one of
 * the things that coherence rests on. Nothing but such a test sets it ({@code tideline.planted-bug}).
 */
public enum PlantedBug {
    /** None: everything is as it should be. */
    NONE,
    /** Entries are stamped when they are stored instead of before the origin is asked: a purge in between is missed. */
    NO_AS_OF,
    /** Versions do not count: what a replica that lags has answered is kept. */
    NO_FLOOR,
    /** An entry that was found live once is not checked again. */
    NO_LOOKUP_CHECK;

    /**
     * Reads the setting.
     *
     * @throws IllegalArgumentException naming what is allowed
     */
    public static PlantedBug named(String setting) {
        return Arrays.stream(values())
                .filter(bug -> bug.toString().equals(setting))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "tideline.planted-bug is '" + setting + "'; allowed are " + Arrays.toString(values())));
    }

    /** As the setting is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same with this mistake. */
    public Coherence in(Coherence right) {
        return this == NONE ? right : new Wrong(this, right);
    }

    private record Wrong(PlantedBug bug, Coherence right) implements Coherence {
        @Override
        public Stamp position() {
            return right.position();
        }

        @Override
        public Stamp stamp(Stamp noted) {
            return bug == NO_AS_OF ? right.position() : noted;
        }

        @Override
        public Verdict verdict(EntryScopes scopes, Stamp stamp, long version) {
            return right.verdict(scopes, stamp, bug == NO_FLOOR ? 0 : version);
        }

        @Override
        public long knownVersion(ResourceKey resource) {
            return bug == NO_FLOOR ? 0 : right.knownVersion(resource);
        }

        @Override
        public long moves() {
            return bug == NO_LOOKUP_CHECK ? 0 : right.moves();
        }

        @Override
        public Optional<Instant> currentAsOf() {
            return right.currentAsOf();
        }
    }
}
