package dev.tideline.gateway.write;

import dev.tideline.events.WritePosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /writes/{id}}: what became of a write. One that was accepted is never unknown while it is pending. */
final class StatusDoor {

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{8,64}");
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final WriteOutcomes outcomes;
    private final OutcomeSearch search;
    private final RecentWrites recent;

    StatusDoor(WriteOutcomes outcomes, OutcomeSearch search, RecentWrites recent) {
        this.outcomes = outcomes;
        this.search = search;
        this.recent = recent;
    }

    Mono<ServerResponse> status(ServerRequest request) {
        String id = request.pathVariable("id");
        if (!UUID_FORM.matcher(id).matches()) {
            return Responses.of(unknown());
        }
        UUID writeId = UUID.fromString(id);
        Receipt receipt = recent.find(writeId);
        WritePosition named =
                request.queryParam("at").flatMap(WritePosition::parse).orElse(null);
        WritePosition position = named == null && receipt != null ? receipt.position() : named;
        Optional<String> fingerprint = request.queryParam("of")
                .filter(text -> FINGERPRINT.matcher(text).matches());
        String query = request.uri().getRawQuery();
        String self = "/writes/" + writeId + (query == null ? "" : "?" + query);
        Mono<WriteOutcome> found = position == null ? search.find(writeId) : outcomes.find(writeId, List.of(position));
        return found.map(outcome -> answer(outcome, writeId, position, receipt, fingerprint.orElse(null), self))
                .flatMap(Responses::of);
    }

    private static Answer answer(
            WriteOutcome outcome,
            UUID writeId,
            @Nullable WritePosition position,
            @Nullable Receipt receipt,
            @Nullable String fingerprint,
            String self) {
        return switch (outcome) {
            case WriteOutcome.Decided decided
            when fingerprint != null && Answers.isOfAnotherRequest(decided, fingerprint) ->
                Answers.overtaken(decided, self);
            case WriteOutcome.Decided decided -> Answers.status(decided, self);
            case WriteOutcome.Pending _ -> Answers.pendingStatus(pending(writeId, position, receipt, self));
            // The origin may lag behind what this instance itself has put into the queue.
            case WriteOutcome.Unknown _ ->
                receipt == null ? unknown() : Answers.pendingStatus(pending(writeId, position, receipt, self));
            case WriteOutcome.Unreachable _ -> unreachable(position);
        };
    }

    private static Map<String, Object> pending(
            UUID writeId, @Nullable WritePosition position, @Nullable Receipt receipt, String self) {
        if (receipt != null) {
            return Answers.pending(receipt);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", writeId.toString());
        document.put("status", "pending");
        if (position != null) {
            document.put("position", position.toString());
        }
        document.put("links", Map.of("self", self));
        return document;
    }

    private static Answer unknown() {
        return Answer.of(Problem.of(404, "unknown-write", "Unknown write", "There is no such write."));
    }

    private static Answer unreachable(@Nullable WritePosition position) {
        Problem problem = Problem.of(
                        503,
                        "outcome-unavailable",
                        "The outcome cannot be told now",
                        "Writes that were accepted are kept and will be applied.")
                .withField("Retry-After", "2");
        return Answer.of(position == null ? problem : problem.with("position", position.toString()));
    }
}
