package dev.tideline.origin.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** An answer that is none, as RFC 9457 has it. Not to be stored unless it says otherwise. */
record Problem(int status, String slug, String title, String detail, Map<String, String> fields) {

    static Problem unknownCollection(String name) {
        return of(404, "unknown-collection", "Unknown collection", "There is no collection '" + name + "'.");
    }

    static Problem notAName(String what) {
        return of(404, "not-found", "Not found", "'" + what + "' cannot name a resource.");
    }

    static Problem notFound(String resource) {
        return of(404, "not-found", "Not found", "There is no " + resource + ".");
    }

    static Problem gone(String resource) {
        return of(410, "gone", "Gone", resource + " was deleted.");
    }

    static Problem badParameter(String parameter, String allowed) {
        return of(400, "bad-parameter", "Bad parameter", "'" + parameter + "' must be " + allowed + ".");
    }

    static Problem regionMissing(String collection) {
        return of(
                403,
                "region-missing",
                "No region named",
                collection + " is bound to regions. Ask a gateway: it says for which region it reads.");
    }

    static Problem placementDiffers(String collection) {
        return of(
                        503,
                        "placement-differs",
                        "The placement files differ",
                        "The asker has other residency rules for " + collection + " than this origin.")
                .with("Retry-After", "5");
    }

    static Problem notServedIn(String collection, String region) {
        return of(
                451,
                "not-served-here",
                "Unavailable For Legal Reasons",
                collection + " is not served in " + region + ".");
    }

    static Problem badSession() {
        return of(
                400,
                "bad-session",
                "Bad session",
                SessionHeader.NAME + " must be a session ticket, or positions such as 3:17,5:200.");
    }

    static Problem tooEarly() {
        return of(
                        503,
                        "session-not-reached",
                        "Your write is not in yet",
                        "It was accepted and will be applied. Ask again shortly.")
                .with("Retry-After", "1");
    }

    static Problem storeAway() {
        return of(503, "store-away", "The store does not answer", "Ask again shortly.")
                .with("Retry-After", "2");
    }

    static Problem unknownWrite() {
        return of(404, "unknown-write", "Unknown write", "There is no such write.");
    }

    private static Problem of(int status, String slug, String title, String detail) {
        return new Problem(status, slug, title, detail, Map.of());
    }

    /** With one more header field. */
    Problem with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** With more header fields. */
    Problem with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.putAll(more);
        return new Problem(status, slug, title, detail, all);
    }

    ResponseEntity<byte[]> answer() {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl(CachePromises.NO_STORE);
        fields.forEach(headers::set);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "urn:tideline:problem:" + slug);
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        return ResponseEntity.status(status)
                .headers(headers)
                .body(JsonMapper.shared().writeValueAsBytes(document));
    }
}
