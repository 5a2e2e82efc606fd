package dev.tideline.writer.store;

import dev.tideline.writer.decide.Outcome;
import dev.tideline.writer.decide.PositionedWrite;
import dev.tideline.writer.decide.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One outcome, as the table has it.
 *
 * @param version the one made, or the one that stood in the way
 * @param problem JSON
 */
record OutcomeRow(
        PositionedWrite write,
        String status,
        @Nullable Long version,
        boolean created,
        boolean deleted,
        Set<String> tags,
        @Nullable String problem) {

    /** The row of an outcome; null for a repeated write, whose row is there. */
    static @Nullable OutcomeRow of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied(var write, var after, boolean created, var tags) ->
                new OutcomeRow(write, "applied", after.version(), created, !after.exists(), tags, null);
            case Outcome.Conflict(var write, Problem problem, long version) ->
                new OutcomeRow(write, "conflict", version, false, false, Set.of(), json(problem));
            case Outcome.Rejected(var write, Problem problem) ->
                new OutcomeRow(write, "rejected", null, false, false, Set.of(), json(problem));
            case Outcome.Duplicate duplicate -> null;
            case Outcome.Mismatched mismatched -> null;
        };
    }

    static OutcomeRow parked(PositionedWrite write) {
        return new OutcomeRow(write, "parked", null, false, false, Set.of(), null);
    }

    static OutcomeRow deadLettered(PositionedWrite write, Problem problem) {
        return new OutcomeRow(write, "dead-lettered", null, false, false, Set.of(), json(problem));
    }

    private static String json(Problem problem) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("type", problem.type());
        json.put("title", problem.title());
        json.put("status", problem.status());
        json.put("detail", problem.detail());
        if (problem.pointer() != null) {
            json.put("pointer", problem.pointer());
        }
        return JsonMapper.shared().writeValueAsString(json);
    }
}
