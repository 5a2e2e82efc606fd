package dev.tideline.writer.decide;

import dev.tideline.events.ResourceKey;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.placement.TagRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link WriteDecider} over a batch in the order of the log.
 *
 * @param outcomes one for each write, in order
 * @param changed the last write of each resource that changed, with the state it left
 */
public record BatchFold(List<Outcome> outcomes, Map<ResourceKey, Outcome.Applied> changed) {

    /**
     * Folds a batch.
     *
     * @param states of every resource in the batch that has one
     * @param earlier the writes of the batch whose ids are known from before
     * @throws UnknownCollectionException if the placement has no rules for a write's collection
     */
    public static BatchFold of(
            List<PositionedWrite> batch,
            Map<ResourceKey, ResourceState> states,
            Map<UUID, EarlierWrite> earlier,
            Placement placement) {
        List<Outcome> outcomes = new ArrayList<>(batch.size());
        Map<ResourceKey, Outcome.Applied> changed = new LinkedHashMap<>();
        Map<UUID, EarlierWrite> known = new HashMap<>(earlier);
        for (PositionedWrite write : batch) {
            EarlierWrite before = known.get(write.writeId());
            if (write.refusal() != null) {
                // What it said cannot be read any more, so a repetition cannot be told from another write of this id.
                outcomes.add(
                        before == null || !before.decided()
                                ? new Outcome.Rejected(write, write.refusal())
                                : new Outcome.Duplicate(write));
                continue;
            }
            if (before != null && !before.mayRun(write)) {
                outcomes.add(repeated(write, before));
                continue;
            }
            known.put(write.writeId(), new EarlierWrite(write.write().fingerprint(), true));
            Outcome.Applied last = changed.get(write.resource());
            ResourceState current =
                    last == null ? states.getOrDefault(write.resource(), ResourceState.ABSENT) : last.after();
            Outcome outcome = outcome(write, current, rules(write, placement));
            outcomes.add(outcome);
            if (outcome instanceof Outcome.Applied applied) {
                changed.put(write.resource(), applied);
            }
        }
        return new BatchFold(outcomes, changed);
    }

    private static Outcome repeated(PositionedWrite write, EarlierWrite before) {
        return before.fingerprint().equals(write.write().fingerprint())
                ? new Outcome.Duplicate(write)
                : new Outcome.Mismatched(write);
    }

    private static CollectionPlacement rules(PositionedWrite write, Placement placement) {
        String collection = write.resource().collection();
        return placement.collection(collection).orElseThrow(() -> new UnknownCollectionException(collection));
    }

    private static Outcome outcome(PositionedWrite write, ResourceState current, CollectionPlacement rules) {
        return switch (WriteDecider.decide(write.write(), current, rules)) {
            case Verdict.Apply(ResourceState after, boolean created) ->
                new Outcome.Applied(write, after, created, tags(rules.tags(), current.document(), after.document()));
            case Verdict.Conflict(Problem problem) -> new Outcome.Conflict(write, problem, current.version());
            case Verdict.Reject(Problem problem) -> new Outcome.Rejected(write, problem);
        };
    }

    /** Lists that the document left are as outdated as those it joined. */
    private static Set<String> tags(List<TagRule> rules, @Nullable Document before, @Nullable Document after) {
        if (rules.isEmpty()) {
            return Set.of();
        }
        Set<String> tags = new LinkedHashSet<>();
        for (TagRule rule : rules) {
            if (before != null) {
                rule.tag(before.tree()).ifPresent(tags::add);
            }
            if (after != null) {
                rule.tag(after.tree()).ifPresent(tags::add);
            }
        }
        return tags;
    }
}
