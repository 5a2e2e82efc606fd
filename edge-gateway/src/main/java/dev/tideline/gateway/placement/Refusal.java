package dev.tideline.gateway.placement;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why a request was not served, as RFC 9457 has it. None of its text comes from a client or a document.
 *
 * @param fields header fields that go with it
 * @param members of the document beside the standard ones
 */
record Refusal(
        int status, String slug, String title, String detail, Map<String, String> fields, Map<String, Object> members) {

    /** RFC 7725. Not to be stored: another region may answer otherwise. */
    static Refusal notHere(String collection, String region, @Nullable URI blockedBy) {
        String detail = "The placement rules do not let '" + collection + "' be served or written in " + region + ".";
        Map<String, String> fields =
                blockedBy == null ? Map.of() : Map.of("Link", "<" + blockedBy + ">; rel=\"blocked-by\"");
        return new Refusal(451, "not-served-here", "Unavailable For Legal Reasons", detail, fields, Map.of());
    }

    /** Where each record has its own home, this names none. */
    static Refusal noHome(String collection, boolean list, String why) {
        String detail = "In '" + collection + "' each record has a home: " + why + '.';
        return list
                ? new Refusal(400, "bad-parameter", "Bad parameter", detail, Map.of(), Map.of())
                : new Refusal(404, "not-found", "Not found", detail, Map.of(), Map.of());
    }

    /** The origin did not say that it answered for this region; what it said is not passed on. */
    static Refusal unconfirmed() {
        return new Refusal(
                502,
                "placement-unconfirmed",
                "Bad Gateway",
                "The origin did not confirm the residency rules, so its answer is not passed on.",
                Map.of(),
                Map.of());
    }

    /** @param sent whether the home may have the write */
    static Refusal homeAway(String home, boolean sent) {
        String detail = sent
                ? "The write may be applied or not. Repeat it with the same Idempotency-Key."
                : "The write was not accepted. Writes to this data are taken in " + home + " only.";
        return new Refusal(
                503,
                "home-unavailable",
                "The home of the data does not answer",
                detail,
                Map.of("Retry-After", "2"),
                Map.of("accepted", sent ? "unknown" : "no"));
    }

    /** The address given for a home leads somewhere else. */
    static Refusal loop(String home) {
        return new Refusal(
                508,
                "not-the-home",
                "Loop Detected",
                "A write for " + home + " was forwarded to a gateway that is not there.",
                Map.of(),
                Map.of("accepted", "no"));
    }

    byte[] document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "urn:tideline:problem:" + slug);
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        document.putAll(members);
        return JsonMapper.shared().writeValueAsBytes(document);
    }
}
