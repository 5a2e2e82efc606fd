package dev.tideline.gateway.write;

import dev.tideline.events.Operation;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.WriteRequested;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.CollectionPlacement.Conflict;
import dev.tideline.placement.Placement;
import dev.tideline.placement.RegionRules;
import dev.tideline.placement.Residency;
import dev.tideline.placement.WriteRule;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether a request becomes a write. Two questions in order, so that a request that is refused for its head never has its
 * body read: {@link #head} and then {@link #body}. Pure: neither blocks, and the time is a parameter.
 */
final class WriteAdmission {

    static final String ANONYMOUS = "anonymous";

    /** The answer for a request's head. */
    sealed interface Head permits Intent, Refused {}

    /** The answer for the whole request. */
    sealed interface Verdict permits Accepted, Elsewhere, Refused {}

    /** @param write ready to be queued; not yet known to be new */
    record Accepted(WriteRequested write) implements Verdict {}

    /** The document's home is another: nothing else of the request was looked at. */
    record Elsewhere(String home) implements Verdict {}

    record Refused(Problem problem) implements Head, Verdict {}

    private final Placement placement;
    private final String region;
    private final long maxBytes;
    private final JsonBody.Reader reader;
    private final Map<String, DocumentRule> rules;

    /**
     * @param maxBytes of any body, whatever a collection allows
     * @param maxDepth of JSON
     * @throws IllegalArgumentException if a collection's schema is not one
     */
    WriteAdmission(Placement placement, String region, long maxBytes, int maxDepth) {
        this.placement = placement;
        this.region = region;
        this.maxBytes = maxBytes;
        this.reader = new JsonBody.Reader(maxDepth);
        this.rules = placement.collections().values().stream()
                .collect(Collectors.toUnmodifiableMap(CollectionPlacement::name, WriteAdmission::rule));
    }

    private static DocumentRule rule(CollectionPlacement collection) {
        return collection.schema() == null ? DocumentRule.ANYTHING : JsonSchemaRule.read(collection.schema());
    }

    /**
     * @param rawPath percent-encoded, without the query
     * @param fields the lines of a header field by its name, in lower case; empty where it is absent
     */
    Head head(String method, String rawPath, Function<String, List<String>> fields) {
        return switch (ResourcePath.parse(rawPath)) {
            case ResourcePath.Elsewhere _ -> refused(Refusals.noSuchPath());
            case ResourcePath.BadId(String name) ->
                placement.collection(name).isPresent()
                        ? refused(Refusals.badId())
                        : refused(Refusals.unknownCollection(name));
            case ResourcePath.OfCollection(String name) -> collection(name, null, method, fields);
            case ResourcePath.OfItem(String name, String id) -> collection(name, id, method, fields);
        };
    }

    private Head collection(String name, @Nullable String id, String method, Function<String, List<String>> fields) {
        CollectionPlacement collection = placement.collection(name).orElse(null);
        if (collection == null) {
            return refused(Refusals.unknownCollection(name));
        }
        switch (RegionRules.write(collection, id, region)) {
            case WriteRule.Accepted _, WriteRule.ByDocument _ -> {}
            case WriteRule.NoHome(String why) -> {
                return refused(Refusals.noHome(name, why));
            }
            // Requests that come here were sent on or refused already; whatever slips through is not queued here.
            case WriteRule.Forwarded _, WriteRule.Refused _ -> {
                return refused(Refusals.notTheHome(name));
            }
        }
        boolean fits =
                switch (method) {
                    case "POST" -> true;
                    case "PUT", "PATCH", "DELETE" -> id != null;
                    default -> false;
                };
        if (!fits) {
            return refused(Refusals.methodNotAllowed(
                    method, id == null ? "GET, HEAD, POST" : "GET, HEAD, PUT, POST, PATCH, DELETE"));
        }
        return content(collection, id, method, fields);
    }

    private Head content(
            CollectionPlacement collection, @Nullable String id, String method, Function<String, List<String>> fields) {
        boolean encoded =
                fields.apply("content-encoding").stream().anyMatch(line -> !line.equalsIgnoreCase("identity"));
        if (encoded) {
            return refused(Refusals.unsupportedEncoding());
        }
        ContentType type = ContentType.parse(fields.apply("content-type"));
        return switch (method) {
            case "DELETE" -> conditions(collection, id, Operation.DELETE, fields);
            case "PATCH" ->
                switch (type) {
                    case MERGE_PATCH -> conditions(collection, id, Operation.MERGE_PATCH, fields);
                    case JSON_PATCH -> conditions(collection, id, Operation.JSON_PATCH, fields);
                    case JSON, OTHER -> refused(Refusals.unsupportedPatch());
                };
            default ->
                type == ContentType.JSON
                        ? conditions(collection, id, method.equals("PUT") ? Operation.PUT : Operation.POST, fields)
                        : refused(Refusals.unsupportedDocument());
        };
    }

    private Head conditions(
            CollectionPlacement collection,
            @Nullable String id,
            Operation operation,
            Function<String, List<String>> fields) {
        String authorization = String.join(",", fields.apply("authorization"));
        String caller = authorization.isEmpty() ? ANONYMOUS : Digests.caller(authorization);
        long limit = operation == Operation.DELETE ? 0 : Math.min(maxBytes, collection.maxBytes());
        return switch (Preconditions.parse(fields.apply("if-match"), fields.apply("if-none-match"))) {
            case Preconditions.Malformed(String reason) -> refused(Refusals.badPrecondition(reason));
            case Preconditions.Read(var condition) ->
                switch (IdempotencyKey.parse(fields.apply("idempotency-key"))) {
                    case IdempotencyKey.Malformed(String reason) -> refused(Refusals.badIdempotencyKey(reason));
                    case IdempotencyKey.Absent _
                    when collection.idempotencyKeyRequired() ->
                        refused(Refusals.idempotencyKeyMissing(collection.name()));
                    case IdempotencyKey.Absent _ ->
                        new Intent(collection, id, operation, condition, caller, null, limit);
                    case IdempotencyKey.Present(String key) ->
                        new Intent(collection, id, operation, condition, caller, key, limit);
                };
        };
    }

    /** @param body at most as long as the intent allows */
    Verdict body(Intent intent, ByteBuffer body, Instant now) {
        if (intent.operation() == Operation.DELETE) {
            return !body.hasRemaining() ? accepted(intent, null, now) : refused(Refusals.unexpectedBody());
        }
        return switch (reader.read(body)) {
            case JsonBody.Malformed(String detail, long line, long column) ->
                refused(Refusals.malformedJson(detail, line, column));
            case JsonBody.Unacceptable(List<Violation> violations) -> refused(Refusals.unacceptableJson(violations));
            case JsonBody.Read(String text, JsonNode tree) -> payload(intent, text, tree, now);
        };
    }

    private Verdict payload(Intent intent, String text, JsonNode tree, Instant now) {
        if (intent.operation() == Operation.JSON_PATCH) {
            List<Violation> malformed = PatchShape.check(tree);
            if (!malformed.isEmpty()) {
                return refused(Refusals.malformedPatch(malformed));
            }
        }
        Verdict misplaced = DocumentPlace.check(intent, tree, region);
        return misplaced == null ? checked(intent, text, tree, now) : misplaced;
    }

    private Verdict checked(Intent intent, String text, JsonNode tree, Instant now) {
        List<Violation> violations = violations(intent, tree);
        return violations.isEmpty()
                ? accepted(intent, text, now)
                : refused(Refusals.invalidDocument(intent.collection().name(), violations));
    }

    private List<Violation> violations(Intent intent, JsonNode tree) {
        DocumentRule rule = rules.getOrDefault(intent.collection().name(), DocumentRule.ANYTHING);
        Conflict conflict = intent.collection().conflict();
        if (intent.operation() == Operation.JSON_PATCH) {
            return conflict == Conflict.COUNTER ? List.of() : PatchValues.check(tree, rule);
        }
        if (conflict == Conflict.COUNTER) {
            return rule.increments(tree);
        }
        boolean merged = intent.operation() == Operation.MERGE_PATCH
                || (intent.operation() == Operation.PUT && conflict == Conflict.MERGE);
        return merged ? rule.partial(tree) : rule.whole(tree);
    }

    private Verdict accepted(Intent intent, @Nullable String payload, Instant now) {
        UUID writeId = intent.idempotencyKey() == null
                ? Digests.freshWriteId(now)
                : Digests.writeId(intent.caller(), intent.idempotencyKey());
        ResourceKey resource = new ResourceKey(intent.collection().name(), id(intent, writeId));
        String fingerprint = Digests.fingerprint(
                intent.operation().name(),
                resource.toString(),
                Preconditions.canonical(intent.precondition()),
                payload == null ? "" : payload);
        return new Accepted(new WriteRequested(
                writeId,
                resource,
                intent.operation(),
                payload,
                intent.precondition(),
                intent.caller(),
                fingerprint,
                now,
                region));
    }

    private String id(Intent intent, UUID writeId) {
        String given = intent.id();
        if (given != null) {
            return given;
        }
        String made = Digests.resourceId(writeId);
        // What is accepted here is at home here.
        return intent.isPlacedByDocument() ? Residency.HomePerRecord.id(region, made) : made;
    }

    private static Refused refused(Problem problem) {
        return new Refused(problem);
    }
}
