package dev.tideline.local.check.plan;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Target;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The endless steps of one worker, by its name and the run's seed. Not for several threads. */
public final class Steps {

    /** What a worker is. */
    public enum Role {
        /** Writes, and reads with its ticket, one thing after the other. */
        SESSION,
        /** Reads without a ticket. */
        READER,
        /** Purges as an operator. */
        PURGER
    }

    private final Role role;
    private final Cast cast;
    private final List<String> instances;
    private final SplittableRandom random;
    private ResourceKey focus;

    public Steps(long seed, String worker, Role role, Cast cast) {
        this.role = role;
        this.cast = cast;
        this.instances = cast.instances();
        this.random = new SplittableRandom(mixed(seed, worker));
        this.focus = anyKey();
    }

    static long mixed(long seed, String name) {
        return seed * 0x9E3779B97F4A7C15L + name.hashCode();
    }

    public Step next() {
        return switch (role) {
            case SESSION -> sessionStep();
            case READER -> new Step.Read(rest(2, 25), anyInstance(), chance(0.15) ? listing() : item(favourite()));
            case PURGER ->
                new Step.Purge(rest(50, 400), scope(), chance(0.75) ? PurgeIssued.Mode.HARD : PurgeIssued.Mode.SOFT);
        };
    }

    /** Keeps to one resource for a while, so that its own writes and reads of it follow each other closely. */
    private Step sessionStep() {
        if (chance(0.1)) {
            focus = favourite();
        }
        if (chance(0.3)) {
            return chance(0.1)
                    ? new Step.Delete(rest(5, 60), anyInstance(), focus)
                    : new Step.Put(rest(5, 60), anyInstance(), focus);
        }
        Target target = chance(0.1) ? listing() : item(chance(0.8) ? focus : anyKey());
        return new Step.Read(rest(0, 30), anyInstance(), target);
    }

    private Scope scope() {
        ResourceKey key = anyKey();
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Scope.Resource(key, 0);
            case 2 -> new Scope.Url("/api/" + key);
            case 3 -> new Scope.Tag(key.toString());
            case 4 -> new Scope.Tag(key.collection() + ":list");
            case 5 -> new Scope.Tag(key.collection());
            case 6 -> new Scope.Prefix("/api/" + key.collection());
            default -> new Scope.Everything();
        };
    }

    /** The first resource is the hottest. */
    private ResourceKey favourite() {
        return chance(0.4) ? cast.keys().getFirst() : anyKey();
    }

    private ResourceKey anyKey() {
        return cast.keys().get(random.nextInt(cast.keys().size()));
    }

    private static Target item(ResourceKey key) {
        return new Target.Item(key);
    }

    private Target listing() {
        return new Target.Listing(focus.collection());
    }

    private String anyInstance() {
        return instances.get(random.nextInt(instances.size()));
    }

    private Duration rest(int leastMs, int mostMs) {
        return Duration.ofMillis(random.nextInt(leastMs, mostMs + 1));
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }
}
