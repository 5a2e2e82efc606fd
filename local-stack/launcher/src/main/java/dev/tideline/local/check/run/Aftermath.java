package dev.tideline.local.check.run;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Target;
import dev.tideline.local.check.plan.Cast;
import dev.tideline.local.check.verify.Rule;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When everything is whole again: waits until all is quiet, looks at everything once more, and writes down the outcomes. */
final class Aftermath {

    private final CheckedStack stack;
    private final HttpClient client;
    private final Recorder recorder;

    Aftermath(CheckedStack stack, HttpClient client, Recorder recorder) {
        this.stack = stack;
        this.client = client;
        this.recorder = recorder;
    }

    /** Waits for at most {@code limit}, and for as long again to look; what is missing then, the rules will say. */
    void await(Duration limit, List<ResourceKey> keys) {
        long deadline = recorder.clock().now() + limit.toNanos();
        await(deadline, this::everyWriteIsSettled);
        Map<ResourceKey, Long> versions = lastVersions();
        await(deadline, () -> allReached(versions, changesSeen()));
        await(deadline, () -> allReached(versions, purgesSeen()));
        // With a limit of its own: whatever took long before must not leave the last reads a single try.
        lastLook(recorder.clock().now() + limit.toNanos(), versions, keys);
        Outcomes.of(Cast.COLLECTION, stack.jdbcUrl(), recorder.clock()).forEach(recorder::add);
    }

    private boolean everyWriteIsSettled() {
        Set<UUID> accepted = recorder.soFar(Fact.Write.class)
                .map(Fact.Write::acceptance)
                .flatMap(acceptance -> acceptance instanceof Acceptance.Accepted(UUID id) ? Stream.of(id) : Stream.of())
                .collect(Collectors.toSet());
        // The count first: there may be hundreds of thousands, and this is asked again and again.
        return Outcomes.count(Cast.COLLECTION, stack.jdbcUrl()) >= accepted.size()
                && Outcomes.of(Cast.COLLECTION, stack.jdbcUrl(), recorder.clock()).stream()
                        .map(Fact.Settled::writeId)
                        .collect(Collectors.toSet())
                        .containsAll(accepted);
    }

    private Map<ResourceKey, Long> lastVersions() {
        Map<ResourceKey, Long> versions = new HashMap<>();
        Outcomes.of(Cast.COLLECTION, stack.jdbcUrl(), recorder.clock())
                .forEach(outcome -> versions.merge(outcome.key(), outcome.version(), Math::max));
        return versions;
    }

    private static boolean allReached(Map<ResourceKey, Long> versions, Map<ResourceKey, Long> seen) {
        return versions.entrySet().stream().allMatch(last -> seen.getOrDefault(last.getKey(), 0L) >= last.getValue());
    }

    private Map<ResourceKey, Long> changesSeen() {
        return recorder.soFar(Fact.Committed.class)
                .collect(Collectors.toMap(Fact.Committed::key, Fact.Committed::version, Math::max));
    }

    private Map<ResourceKey, Long> purgesSeen() {
        return recorder.soFar(Fact.PurgeLogged.class)
                .filter(logged -> logged.purge().cause() == PurgeIssued.Cause.CHANGE)
                .flatMap(logged -> logged.purge().scopes().stream())
                .flatMap(scope -> scope instanceof Scope.Resource resource ? Stream.of(resource) : Stream.of())
                .collect(Collectors.toMap(Scope.Resource::key, Scope.Resource::version, Math::max));
    }

    /** Each instance may take a moment to hear of the last purges; only its last answer counts. */
    private void lastLook(long deadline, Map<ResourceKey, Long> versions, List<ResourceKey> keys) {
        Caller reader = new Caller(Rule.LAST_READER, false, client, stack.gateways(), recorder);
        for (String instance : stack.gateways().keySet()) {
            for (ResourceKey key : keys) {
                long expected = versions.getOrDefault(key, 0L);
                await(deadline, () -> shows(reader.read(instance, new Target.Item(key)), expected));
            }
        }
    }

    private static boolean shows(Answer answer, long expected) {
        return switch (answer) {
            case Answer.Document document -> document.version() >= expected;
            case Answer.Absent absent -> absent.version() >= expected;
            case Answer.Listed ignored -> false;
            case Answer.Refused ignored -> false;
            case Answer.Lost ignored -> false;
        };
    }

    private void await(long deadline, BooleanSupplier done) {
        while (!done.getAsBoolean() && recorder.clock().now() < deadline) {
            Jobs.pause(Duration.ofMillis(100));
        }
    }
}
