package dev.tideline.gateway.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a write was not accepted, or not applied, as RFC 9457 has it.
 *
 * @param slug the last part of the problem's type, {@code urn:tideline:problem:<slug>}
 * @param status the HTTP status
 * @param errors each place in the body that is wrong; empty where the body is not to blame
 * @param fields HTTP header fields that go with the answer, such as {@code Retry-After}
 * @param members further members of the document
 */
public record Problem(
        String slug,
        int status,
        String title,
        @Nullable String detail,
        List<Violation> errors,
        Map<String, String> fields,
        Map<String, Object> members) {

    static final String TYPE_PREFIX = "urn:tideline:problem:";

    public Problem {
        errors = List.copyOf(errors);
        fields = Map.copyOf(fields);
        members = Map.copyOf(members);
    }

    static Problem of(int status, String slug, String title, @Nullable String detail) {
        return new Problem(slug, status, title, detail, List.of(), Map.of(), Map.of());
    }

    Problem withErrors(List<Violation> found) {
        return new Problem(slug, status, title, detail, found, fields, members);
    }

    /** With one more header field. */
    Problem withField(String name, String value) {
        return new Problem(slug, status, title, detail, errors, plus(fields, name, value), members);
    }

    /** With one more member of the document. */
    Problem with(String name, Object value) {
        return new Problem(slug, status, title, detail, errors, fields, plus(members, name, value));
    }

    /** The document, in the order people read it. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", TYPE_PREFIX + slug);
        document.put("title", title);
        document.put("status", status);
        if (detail != null) {
            document.put("detail", detail);
        }
        document.putAll(members);
        if (!errors.isEmpty()) {
            document.put("errors", errors);
        }
        return document;
    }

    private static <V> Map<String, V> plus(Map<String, V> map, String name, V value) {
        Map<String, V> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }
}
