package dev.tideline.invalidation.api;

import dev.tideline.invalidation.api.PurgeOrderParser.Fault;
import dev.tideline.invalidation.token.Role;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** Every refusal there is, as RFC 9457 has it; the type is {@code urn:tideline:problem:<slug>}. */
public final class Problems {

    private Problems() {}

    static ProblemDetail problem(HttpStatus status, String slug, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:tideline:problem:" + slug));
        problem.setTitle(title);
        return problem;
    }

    static ProblemDetail unauthorized() {
        return problem(
                HttpStatus.UNAUTHORIZED,
                "unauthorized",
                "A token is required",
                "Send Authorization: Bearer <token> with a token this service knows.");
    }

    static ProblemDetail forbidden(Role role) {
        ProblemDetail problem = problem(
                HttpStatus.FORBIDDEN, "forbidden", "The token does not allow this", "It needs the role " + role + ".");
        problem.setProperty("role", role.toString());
        return problem;
    }

    static ProblemDetail invalid(List<Fault> faults) {
        ProblemDetail problem =
                problem(HttpStatus.BAD_REQUEST, "invalid-purge", "The request cannot be understood", "See errors.");
        problem.setProperty("errors", faults);
        return problem;
    }

    public static ProblemDetail tooLarge(int maxBytes) {
        return problem(
                HttpStatus.CONTENT_TOO_LARGE,
                "too-large",
                "The request is too large",
                "At most " + maxBytes + " bytes; send several requests.");
    }

    static ProblemDetail rateLimited(int perSecond) {
        return problem(
                HttpStatus.TOO_MANY_REQUESTS,
                "rate-limited",
                "Too many purges",
                "At most " + perSecond + " a second; one request may name many scopes.");
    }

    static ProblemDetail unknownPurge() {
        return problem(
                HttpStatus.NOT_FOUND, "unknown-purge", "No such purge", "There is none, or it has been forgotten.");
    }

    static ProblemDetail unknownErasure() {
        return problem(
                HttpStatus.NOT_FOUND,
                "unknown-erasure",
                "No such erasure",
                "There is none, or it is still in the write queue of another instance of this service.");
    }

    static ProblemDetail notASubject() {
        return problem(
                HttpStatus.BAD_REQUEST,
                "invalid-subject",
                "Not a data subject's id",
                "It is what ids of documents are made of: 1 to 256 letters, digits and '-', '.', '_' or '~'.");
    }

    static ProblemDetail writeQueueUnavailable() {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "queue-unavailable",
                "The write queue did not take it",
                "The subject may be erased or not. Sending it again is harmless.");
    }

    static ProblemDetail badIdempotencyKey() {
        return problem(
                HttpStatus.BAD_REQUEST,
                "invalid-idempotency-key",
                "The idempotency key is malformed",
                "It must be 1 to 255 visible ASCII characters, with or without quotes.");
    }

    static ProblemDetail keyReused() {
        return problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency-key-reused",
                "The idempotency key was used for another purge",
                "Repeat a request unchanged, or take a new key.");
    }

    static ProblemDetail keyInFlight() {
        return problem(
                HttpStatus.CONFLICT,
                "idempotency-key-in-flight",
                "The first request with this key is not done",
                "Try again in a moment.");
    }

    static ProblemDetail logUnavailable() {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "purge-log-unavailable",
                "The purge log did not take it",
                "It may have been purged or not. Sending it again is harmless.");
    }

    public static ProblemDetail noWriteProcessor() {
        return problem(
                HttpStatus.NOT_FOUND,
                "no-write-processor",
                "No write-processor is configured here",
                "Set tideline.console.write-processor-url.");
    }

    public static ProblemDetail writeProcessorAway() {
        return problem(
                HttpStatus.BAD_GATEWAY,
                "write-processor-away",
                "The write-processor does not answer",
                "It was asked in your name; ask again shortly.");
    }

    public static ResponseEntity<Object> response(ProblemDetail problem) {
        return response(problem, HttpHeaders.EMPTY);
    }

    static ResponseEntity<Object> response(ProblemDetail problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.getStatus())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    static HttpHeaders retryAfter(int seconds) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
        return headers;
    }
}
