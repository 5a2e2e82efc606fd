package dev.tideline.gateway.write;

import java.util.List;

/** Every problem with which the door answers a write, one method for each, so that clients can rely on the list. */
final class Refusals {

    static final String ACCEPT_PATCH = "application/merge-patch+json, application/json-patch+json";
    private static final int MOST_ERRORS = 20;

    private Refusals() {}

    static Problem noSuchPath() {
        return Problem.of(404, "not-found", "Not found", "Writes go to /api/{collection} and /api/{collection}/{id}.");
    }

    static Problem unknownCollection(String name) {
        return Problem.of(404, "unknown-collection", "Unknown collection", "There is no collection '" + name + "'.");
    }

    static Problem notTheHome(String collection) {
        return Problem.of(
                421, "not-the-home", "Misdirected request", "Writes to " + collection + " are taken at its home only.");
    }

    /** @param why which homes there are */
    static Problem noHome(String collection, String why) {
        return Problem.of(
                422, "no-home", "No home named", "In " + collection + " each record has a home: " + why + '.');
    }

    /** @param pointer of the member that names it */
    static Problem homeDiffers(String home, String pointer) {
        return Problem.of(
                422,
                "home-differs",
                "Another home than the id's",
                "The id says " + home + ", so the document must have " + home + " at " + pointer
                        + ". A record does not move: delete it and create it at its new home.");
    }

    static Problem notServedHere(String collection, String region) {
        return Problem.of(
                451,
                "not-served-here",
                "Unavailable For Legal Reasons",
                "The placement rules do not let '" + collection + "' be served or written in " + region + ".");
    }

    static Problem badId() {
        return Problem.of(
                400,
                "bad-id",
                "Not a resource id",
                "An id is 1 to 256 letters, digits and '-', '.', '_' or '~', but neither '.' nor '..'.");
    }

    static Problem methodNotAllowed(String method, String allowed) {
        return Problem.of(405, "method-not-allowed", "Method not allowed", method + " does not work here.")
                .withField("Allow", allowed);
    }

    static Problem unsupportedPatch() {
        return Problem.of(
                        415,
                        "unsupported-content-type",
                        "Unsupported content type",
                        "A PATCH is one of " + ACCEPT_PATCH + ", in UTF-8.")
                .withField("Accept-Patch", ACCEPT_PATCH);
    }

    static Problem unsupportedDocument() {
        return Problem.of(
                        415,
                        "unsupported-content-type",
                        "Unsupported content type",
                        "A document is application/json, in UTF-8.")
                .withField("Accept", "application/json");
    }

    static Problem unsupportedEncoding() {
        return Problem.of(
                        415, "unsupported-content-encoding", "Unsupported content encoding", "Send the body as it is.")
                .withField("Accept-Encoding", "identity");
    }

    static Problem tooLarge(long limit) {
        return Problem.of(
                413, "body-too-large", "Body too large", "This collection takes bodies of up to " + limit + " bytes.");
    }

    static Problem unexpectedBody() {
        return Problem.of(400, "unexpected-body", "Unexpected body", "A DELETE has no body.");
    }

    static Problem malformedJson(String detail, long line, long column) {
        return Problem.of(400, "malformed-json", "Malformed JSON", detail)
                .with("line", line)
                .with("column", column);
    }

    static Problem unacceptableJson(List<Violation> violations) {
        return invalid("unacceptable-json", "JSON that cannot be stored", violations);
    }

    static Problem malformedPatch(List<Violation> violations) {
        return invalid("malformed-patch", "Malformed patch", violations);
    }

    static Problem invalidDocument(String collection, List<Violation> violations) {
        return invalid("invalid-document", "The document does not satisfy the schema of " + collection, violations);
    }

    private static Problem invalid(String slug, String title, List<Violation> violations) {
        List<Violation> shown = violations.subList(0, Math.min(MOST_ERRORS, violations.size()));
        Problem problem = Problem.of(
                        400, slug, title, shown.size() == 1 ? shown.getFirst().detail() : null)
                .withErrors(shown);
        return shown.size() == violations.size() ? problem : problem.with("errorsInAll", violations.size());
    }

    static Problem badPrecondition(String detail) {
        return Problem.of(400, "bad-precondition", "Bad precondition", detail);
    }

    static Problem badIdempotencyKey(String detail) {
        return Problem.of(400, "bad-idempotency-key", "Bad Idempotency-Key", detail);
    }

    static Problem idempotencyKeyMissing(String collection) {
        return Problem.of(
                400,
                "idempotency-key-missing",
                "Idempotency-Key is missing",
                "Writes to " + collection + " need an Idempotency-Key.");
    }

    static Problem idempotencyKeyReused() {
        return Problem.of(
                422,
                "idempotency-key-reused",
                "Idempotency-Key is already used",
                "This key came with another request in the last 24 hours. Use a new key for a new request.");
    }

    static Problem inProgress() {
        return Problem.of(
                        409,
                        "request-in-progress",
                        "A request with this Idempotency-Key is in progress",
                        "Its answer is not known yet. Try again when it is.")
                .withField("Retry-After", "1");
    }

    static Problem bodyIncomplete() {
        return Problem.of(400, "body-incomplete", "The body broke off", null).withField("Connection", "close");
    }

    static Problem bodyTooSlow() {
        return Problem.of(408, "body-too-slow", "The body took too long", null).withField("Connection", "close");
    }

    static Problem subjectErased() {
        return Problem.of(
                410, "subject-erased", "The data subject was erased", "Nothing can be written of it any more.");
    }

    static Problem tooLargeToSeal(long limit) {
        return Problem.of(
                413,
                "body-too-large",
                "Body too large",
                "Encrypted, as this collection's writes are kept, it would be larger than " + limit + " bytes.");
    }

    /** Not accepted, and it will not be applied. */
    static Problem unavailable(String slug, String title, String detail, long retryAfterSeconds) {
        return Problem.of(503, slug, title, detail)
                .withField("Retry-After", Long.toString(retryAfterSeconds))
                .with("accepted", "no");
    }

    /** Not acknowledged by the queue in time: it may be applied or not. */
    static Problem uncertain(String location, long retryAfterSeconds) {
        return Problem.of(
                        503,
                        "queue-unconfirmed",
                        "The write queue did not confirm in time",
                        "The write may be applied or not. Repeat it with the same Idempotency-Key, or look at 'write'.")
                .withField("Retry-After", Long.toString(retryAfterSeconds))
                .with("accepted", "unknown")
                .with("write", location);
    }
}
