package dev.tideline.gateway.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which header fields are kept, forwarded and updated (RFC 9111 §3.1, §3.2; RFC 9110 §7.6.1). */
final class StoredFields {

    /**
     * Not taken over from a 304 (RFC 9111 §3.2): Content-Length; what describes the stored bytes, which a 304 does not
     * bring; and the validator by which the stored response was found.
     */
    private static final Set<String> NOT_UPDATED = Set.of(
            "content-length",
            "content-encoding",
            "content-range",
            "content-md5",
            "content-digest",
            "repr-digest",
            "etag");

    private StoredFields() {}

    /**
     * The section to keep for a response: end-to-end fields, without Age (which is reckoned anew) and without those the
     * origin reserves for validation or for one user by name (RFC 9111 §5.2.2.4, §5.2.2.7), and with a Date (RFC 9110
     * §6.6.1).
     */
    static Fields toKeep(OriginResponse response, ResponseDirectives directives) {
        Set<String> dropped = new HashSet<>(HopByHop.in(response.fields()));
        dropped.addAll(directives.privateFields());
        dropped.addAll(directives.noCacheFields());
        dropped.add("age");
        Fields kept = response.fields().withoutIf(name -> dropped.contains(name.toLowerCase(Locale.ROOT)));
        return kept.has("Date") ? kept : kept.with("Date", HttpDate.format(response.responseTimeMs()));
    }

    /** Stored fields, each name that the new section has replaced by its lines, with the exceptions of §3.2. */
    static Fields updated(Fields stored, Fields fresh) {
        Set<String> untouched = HopByHop.in(fresh);
        List<String> replaced = new ArrayList<>();
        Fields.Builder lines = Fields.builder();
        fresh.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_UPDATED.contains(lower) && !untouched.contains(lower)) {
                replaced.add(name);
                lines.add(name, value);
            }
        });
        return stored.without(replaced.toArray(String[]::new)).toBuilder()
                .addAll(lines.build())
                .build();
    }
}
