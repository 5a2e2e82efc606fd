package dev.tideline.local.check.verify;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact.Committed;
import dev.tideline.local.check.history.Fact.Read;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.RunClock;
import dev.tideline.local.check.history.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which versions each resource had, and since when: the truth that answers are compared with. */
final class Versions {

    private final Map<ResourceKey, NavigableMap<Long, Committed>> byKey = new HashMap<>();

    Versions(History history) {
        history.all(Committed.class)
                .forEach(committed -> byKey.computeIfAbsent(committed.key(), key -> new TreeMap<>())
                        .putIfAbsent(committed.version(), committed));
    }

    Collection<ResourceKey> keys() {
        return byKey.keySet();
    }

    Optional<Committed> get(ResourceKey key, long version) {
        return Optional.ofNullable(of(key).get(version));
    }

    Optional<Committed> newest(ResourceKey key) {
        return newest(key, committed -> true);
    }

    /** The newest that was certainly committed before a moment. */
    Optional<Committed> newestBefore(ResourceKey key, long moment) {
        return newest(key, committed -> committed.announced() < moment - RunClock.ALLOWANCE);
    }

    /**
     * The version that a read of one document saw. A 404 without a version is taken as the newest tombstone there can
     * have been by then, or as 0 before the first version. Empty if the read saw nothing.
     */
    OptionalLong seenBy(Read read) {
        if (!(read.target() instanceof Target.Item(ResourceKey key))) {
            return OptionalLong.empty();
        }
        return switch (read.answer()) {
            case Answer.Document document -> OptionalLong.of(document.version());
            case Answer.Absent absent ->
                OptionalLong.of(
                        absent.version() > 0
                                ? absent.version()
                                : newestTombstone(key, read.span().end()));
            case Answer.Listed ignored -> OptionalLong.empty();
            case Answer.Refused ignored -> OptionalLong.empty();
            case Answer.Lost ignored -> OptionalLong.empty();
        };
    }

    /** Whether a tombstone above this version can have been there by then. */
    boolean anyTombstone(ResourceKey key, long above, long moment) {
        return newestTombstone(key, moment) > above;
    }

    private long newestTombstone(ResourceKey key, long moment) {
        return newest(key, committed -> committed.deleted() && committed.at() < moment + RunClock.ALLOWANCE)
                .map(Committed::version)
                .orElse(0L);
    }

    private Optional<Committed> newest(ResourceKey key, Predicate<Committed> which) {
        return of(key).descendingMap().values().stream().filter(which).findFirst();
    }

    private NavigableMap<Long, Committed> of(ResourceKey key) {
        return byKey.getOrDefault(key, new TreeMap<>());
    }
}
