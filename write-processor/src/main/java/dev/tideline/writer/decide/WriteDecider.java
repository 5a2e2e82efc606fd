package dev.tideline.writer.decide;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.Operation;
import dev.tideline.events.Precondition;
import dev.tideline.events.WriteRequested;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.CollectionPlacement.Conflict;
import dev.tideline.placement.HomeRule;
import dev.tideline.placement.Residency.HomePerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one write does to one state. The rules stand in the order in which they are asked: its home, the write's own
 * precondition (RFC 9110 section 13.1), its collection's conflict rule, then its operation.
 */
public final class WriteDecider {

    private WriteDecider() {}

    public static Verdict decide(WriteRequested write, ResourceState current, CollectionPlacement rules) {
        Problem misplaced = misplaced(write, rules);
        if (misplaced != null) {
            return new Verdict.Reject(misplaced);
        }
        Problem unmet = unmetPrecondition(write.precondition(), current);
        if (unmet != null) {
            return new Verdict.Conflict(unmet);
        }
        if (rules.conflict() == Conflict.REJECT
                && current.exists()
                && write.precondition() instanceof Precondition.None) {
            return new Verdict.Conflict(
                    write.operation() == Operation.POST
                            ? Problem.alreadyExists(current.version())
                            : Problem.preconditionRequired());
        }
        return atHome(withinLimit(operate(write, current, rules.conflict()), rules.maxBytes()), write, rules);
    }

    /** Where each record has its own home: not here, whatever the state. */
    private static @Nullable Problem misplaced(WriteRequested write, CollectionPlacement rules) {
        if (!(rules.residency() instanceof HomePerRecord each)) {
            return null;
        }
        HomeRule home = each.of(write.resource().id()).orElse(null);
        if (home == null) {
            return Problem.noHome();
        }
        // A gateway queues only what is at home in its region.
        return home.home().equals(write.region()) ? null : Problem.notTheHome(home.home());
    }

    /** Where each record has its own home: a record does not move. */
    private static Verdict atHome(Verdict verdict, WriteRequested write, CollectionPlacement rules) {
        if (rules.residency() instanceof HomePerRecord each
                && verdict instanceof Verdict.Apply(ResourceState after, boolean _)
                && after.document() != null
                && !each.field().names(after.document().tree(), write.region())) {
            return new Verdict.Reject(
                    Problem.homeDiffers(write.region(), each.field().pointer().toString()));
        }
        return verdict;
    }

    private static @Nullable Problem unmetPrecondition(Precondition precondition, ResourceState current) {
        return switch (precondition) {
            case Precondition.None none -> null;
            case Precondition.Exists exists ->
                current.exists() ? null : Problem.preconditionFailed("The resource does not exist.");
            case Precondition.Absent absent ->
                current.exists()
                        ? Problem.preconditionFailed("The resource exists at version " + current.version() + ".")
                        : null;
            case Precondition.VersionIn(var versions) -> {
                if (!current.exists()) {
                    yield Problem.preconditionFailed("The resource does not exist.");
                }
                yield versions.contains(current.version())
                        ? null
                        : Problem.preconditionFailed("The resource is at version " + current.version() + ".");
            }
        };
    }

    private static Verdict operate(WriteRequested write, ResourceState current, Conflict rule) {
        if (write.operation() == Operation.DELETE) {
            return current.exists()
                    ? new Verdict.Apply(current.deleted(), false)
                    : new Verdict.Reject(Problem.notFound());
        }
        String text = write.payload();
        Document payload = text == null ? null : Document.parse(text);
        if (payload == null) {
            return new Verdict.Reject(Problem.malformed("The payload is not one JSON value.", null));
        }
        return switch (write.operation()) {
            case PUT -> put(payload, current, rule);
            case POST ->
                current.exists()
                        ? new Verdict.Conflict(Problem.alreadyExists(current.version()))
                        : changed(current, payload);
            case MERGE_PATCH -> mergePatch(payload, current, rule);
            case JSON_PATCH -> jsonPatch(payload, current, rule);
            case DELETE -> throw new IllegalStateException("decided above");
        };
    }

    /** Where the rule is to merge, two writers that each replace the document keep what the other one set. */
    private static Verdict put(Document payload, ResourceState current, Conflict rule) {
        return rule == Conflict.MERGE && current.document() != null
                ? changed(
                        current,
                        Document.ofTree(MergePatch.apply(current.document().tree(), payload.tree())))
                : changed(current, payload);
    }

    private static Verdict mergePatch(Document payload, ResourceState current, Conflict rule) {
        JsonNode tree = current.document() == null ? null : current.document().tree();
        if (rule == Conflict.COUNTER) {
            // An increment creates what it increments: which of two regions is first must not matter.
            return verdict(CounterPatch.apply(tree, payload.tree()), current);
        }
        return tree == null
                ? new Verdict.Reject(Problem.notFound())
                : changed(current, Document.ofTree(MergePatch.apply(tree, payload.tree())));
    }

    private static Verdict jsonPatch(Document payload, ResourceState current, Conflict rule) {
        if (rule == Conflict.COUNTER) {
            return new Verdict.Reject(
                    Problem.notACounter("A counter is changed by a merge patch of increments.", null));
        }
        return current.document() == null
                ? new Verdict.Reject(Problem.notFound())
                : verdict(JsonPatch.apply(current.document().tree(), payload.tree()), current);
    }

    private static Verdict verdict(Patched patched, ResourceState current) {
        return switch (patched) {
            case Patched.To(JsonNode tree) -> changed(current, Document.ofTree(tree));
            case Patched.Unfit(Problem problem) -> new Verdict.Conflict(problem);
            case Patched.Malformed(Problem problem) -> new Verdict.Reject(problem);
        };
    }

    private static Verdict changed(ResourceState current, Document next) {
        return new Verdict.Apply(current.changedTo(next), !current.exists());
    }

    /** Patches and increments can make a document that no one could have put there whole. */
    private static Verdict withinLimit(Verdict verdict, long maxBytes) {
        return verdict instanceof Verdict.Apply(ResourceState after, boolean created)
                        && after.document() != null
                        && isLonger(after.document().text(), maxBytes)
                ? new Verdict.Reject(Problem.tooLarge(maxBytes))
                : verdict;
    }

    private static boolean isLonger(String text, long maxBytes) {
        // A char is at most 3 bytes of UTF-8, so most documents need no encoding to be known short enough.
        return text.length() * 3L > maxBytes && text.getBytes(UTF_8).length > maxBytes;
    }
}
