package dev.tideline.gateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Fields about one connection, or about the proxy that received it, which go no further (RFC 9110 §7.6.1, RFC 9111 §3.1). */
public final class HopByHop {

    /** Those that are so by themselves, in lower case. */
    public static final Set<String> NAMES = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization");

    private HopByHop() {}

    /** {@link #NAMES}, and what {@code Connection} nominates. */
    static Set<String> in(Fields fields) {
        return with(NAMES, fields);
    }

    /** A header section without those in it. */
    public static Fields removed(Fields fields) {
        return removed(fields, NAMES);
    }

    /** A header section without these, in lower case, and without what {@code Connection} nominates. */
    public static Fields removed(Fields fields, Set<String> names) {
        Set<String> all = with(names, fields);
        return fields.withoutIf(name -> all.contains(name.toLowerCase(Locale.ROOT)));
    }

    private static Set<String> with(Set<String> names, Fields fields) {
        List<String> lines = fields.all("Connection");
        if (lines.isEmpty()) {
            return names;
        }
        Set<String> all = new HashSet<>(names);
        for (String line : lines) {
            FieldSyntax.members(line).forEach(member -> all.add(member.toLowerCase(Locale.ROOT)));
        }
        return all;
    }
}
