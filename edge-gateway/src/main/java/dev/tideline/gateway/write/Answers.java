package dev.tideline.gateway.write;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.WriteSealed;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents of the write API. Pure. */
final class Answers {

    private Answers() {}

    /** The write is queued, and nothing more is known. */
    static Answer accepted(Receipt receipt) {
        return new Answer(202, Map.of("Location", receipt.location()), pending(receipt));
    }

    /** As {@link #accepted}, with what is known of a write that was queued by an earlier request. */
    static Answer accepted(Receipt receipt, WriteOutcome.Decided decided) {
        return new Answer(202, Map.of("Location", receipt.location()), decided(decided, receipt.location(), receipt));
    }

    /** The client waited, and the write is decided. */
    static Answer outcome(Receipt receipt, WriteOutcome.Decided decided) {
        if (isOfAnotherRequest(decided, receipt.fingerprint())) {
            return Answer.of(Refusals.idempotencyKeyReused());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Location", receipt.location());
        if (decided.status() != WriteOutcome.Status.APPLIED) {
            Map<String, Object> problem = problem(decided);
            if (decided.version() != null) {
                problem.put(versionName(decided), decided.version());
            }
            problem.put("write", receipt.location());
            return new Answer(status(decided), fields, problem);
        }
        if (decided.version() != null) {
            fields.put("X-Data-Version", decided.version().toString());
        }
        if (decided.created()) {
            fields.put("Location", resource(decided.resource()));
        }
        return new Answer(decided.created() ? 201 : 200, fields, decided(decided, receipt.location(), receipt));
    }

    /** {@code GET /writes/{id}} of a write that is not decided. */
    static Answer pendingStatus(Map<String, Object> document) {
        return new Answer(200, Map.of("Retry-After", "1"), document);
    }

    /** {@code GET /writes/{id}} of a write that is. */
    static Answer status(WriteOutcome.Decided decided, String self) {
        return new Answer(200, Map.of(), decided(decided, self, null));
    }

    /** {@code GET /writes/{id}} by the client whose request came second under its key. */
    static Answer overtaken(WriteOutcome.Decided decided, String self) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", decided.writeId().toString());
        document.put("status", WriteOutcome.Status.REJECTED.text());
        document.put("problem", Refusals.idempotencyKeyReused().document());
        document.put("links", Map.of("self", self));
        return new Answer(200, Map.of(), document);
    }

    /** @param fingerprint the beginning of one, or a whole one */
    static boolean isOfAnotherRequest(WriteOutcome.Decided decided, String fingerprint) {
        String known = decided.fingerprint();
        return known != null && !known.startsWith(fingerprint) && !known.equals(WriteSealed.NO_FINGERPRINT);
    }

    static Map<String, Object> pending(Receipt receipt) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", receipt.writeId().toString());
        document.put("status", "pending");
        about(document, receipt);
        document.put("links", links(receipt.location(), receipt.resource()));
        return document;
    }

    private static Map<String, Object> decided(WriteOutcome.Decided decided, String self, @Nullable Receipt receipt) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", decided.writeId().toString());
        document.put("status", decided.status().text());
        if (receipt != null) {
            about(document, receipt);
        } else {
            document.put("resource", decided.resource().toString());
            if (decided.position() != null) {
                document.put("position", decided.position().toString());
            }
        }
        if (decided.version() != null) {
            document.put(versionName(decided), decided.version());
        }
        if (decided.at() != null) {
            document.put("appliedAt", decided.at().toString());
        }
        if (decided.status() != WriteOutcome.Status.APPLIED) {
            document.put("problem", problem(decided));
        }
        document.put("links", links(self, decided.resource()));
        return document;
    }

    /** A conflict's version is the one that stood in the way: what the client must read before it tries again. */
    private static String versionName(WriteOutcome.Decided decided) {
        return decided.status() == WriteOutcome.Status.APPLIED ? "version" : "currentVersion";
    }

    private static void about(Map<String, Object> document, Receipt receipt) {
        document.put("resource", receipt.resource().toString());
        document.put(
                "operation", receipt.operation().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        document.put("position", receipt.position().toString());
        document.put("acceptedAt", receipt.acceptedAt().toString());
    }

    private static Map<String, Object> links(String self, ResourceKey resource) {
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("resource", resource(resource));
        return links;
    }

    private static String resource(ResourceKey resource) {
        return "/api/" + resource;
    }

    private static Map<String, Object> problem(WriteOutcome.Decided decided) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", Problem.TYPE_PREFIX + decided.status().text());
        problem.put("title", "The write was not applied");
        problem.put("status", status(decided));
        problem.putAll(decided.problem());
        return problem;
    }

    private static int status(WriteOutcome.Decided decided) {
        Object status = decided.problem().get("status");
        String text = status == null ? "" : status.toString();
        return decided.status() != WriteOutcome.Status.DEAD_LETTERED && text.matches("4\\d\\d")
                ? Integer.parseInt(text)
                : decided.status().httpStatus();
    }
}
