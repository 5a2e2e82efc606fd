package dev.tideline.origin.http;

import dev.tideline.events.WritePosition;
import dev.tideline.origin.store.WriteOutcomes;
import dev.tideline.origin.store.WriteOutcomes.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /writes/{id}?at=<partition>:<offset>,...}: what became of a write. With its position in the log, or the last of
 * each partition, a write that is still to be applied is told from one that never was.
 */
@RestController
class WriteApi {

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final WriteOutcomes outcomes;

    WriteApi(WriteOutcomes outcomes) {
        this.outcomes = outcomes;
    }

    @GetMapping("/writes/{id}")
    ResponseEntity<byte[]> write(@PathVariable String id, @RequestParam(required = false) @Nullable String at) {
        if (!ID.matcher(id).matches()) {
            return Problem.unknownWrite().answer();
        }
        Optional<List<WritePosition>> positions = positions(at);
        if (positions.isEmpty()) {
            return Problem.badParameter("at", "a position such as 3:17, or some with commas between them")
                    .answer();
        }
        return switch (outcomes.find(UUID.fromString(id), positions.get())) {
            case Outcome.Decided decided -> answer(document(decided));
            case Outcome.Pending pending ->
                answer(JSON.createObjectNode().put("id", id).put("status", "pending"));
            case Outcome.Unknown unknown -> Problem.unknownWrite().answer();
        };
    }

    /** Empty if one is malformed. */
    private static Optional<List<WritePosition>> positions(@Nullable String text) {
        List<WritePosition> positions = new ArrayList<>();
        if (text != null) {
            for (String one : text.split(",", -1)) {
                Optional<WritePosition> position = WritePosition.parse(one);
                if (position.isEmpty()) {
                    return Optional.empty();
                }
                positions.add(position.get());
            }
        }
        return Optional.of(positions);
    }

    private static ObjectNode document(Outcome.Decided decided) {
        ObjectNode document = JSON.createObjectNode()
                .put("id", decided.writeId().toString())
                .put("status", decided.status())
                .put("resource", decided.resource().toString());
        if (decided.version() != null) {
            document.put("version", decided.version());
        }
        document.put("created", decided.created())
                .put("deleted", decided.deleted())
                .put("fingerprint", decided.fingerprint())
                .put("position", decided.position().toString())
                .put("appliedAt", decided.at().toString());
        if (decided.problem() != null) {
            document.set("problem", JSON.readTree(decided.problem()));
        }
        return document;
    }

    private static ResponseEntity<byte[]> answer(ObjectNode document) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(JSON.writeValueAsBytes(document));
    }
}
