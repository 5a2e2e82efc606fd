package dev.tideline.gateway.policy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The No-Vary-Search field, a dictionary of {@code key-order}, {@code params} and {@code except}. */
final class NoVarySearchParser {

    private NoVarySearchParser() {}

    static NoVarySearch parse(Fields fields) {
        List<String> lines = fields.all("No-Vary-Search");
        Map<String, StructuredFields.Member> members = lines.isEmpty() ? null : StructuredFields.dictionary(lines);
        NoVarySearch parsed = members == null ? null : of(members);
        return parsed == null ? NoVarySearch.DEFAULT : parsed;
    }

    private static @Nullable NoVarySearch of(Map<String, StructuredFields.Member> members) {
        Boolean keyOrder = flag(members.get("key-order"));
        StructuredFields.Member params = members.get("params");
        StructuredFields.Member except = members.get("except");
        if (keyOrder == null) {
            return null;
        }
        if (params instanceof StructuredFields.InnerList list) {
            Set<String> names = names(list);
            // "except" is only legal beside params without names.
            return names == null || except != null ? null : new NoVarySearch(keyOrder, true, names);
        }
        Boolean all = flag(params);
        if (all == null || (except != null && !all)) {
            return null;
        }
        if (except == null) {
            return new NoVarySearch(keyOrder, !all, Set.of());
        }
        Set<String> names = except instanceof StructuredFields.InnerList list ? names(list) : null;
        return names == null ? null : new NoVarySearch(keyOrder, false, names);
    }

    /** A boolean member; absent is false; null if it is something else. */
    private static @Nullable Boolean flag(StructuredFields.@Nullable Member member) {
        if (member == null) {
            return Boolean.FALSE;
        }
        return member instanceof StructuredFields.Item(StructuredFields.Bool(boolean value), var ignored)
                ? (Boolean) value
                : null;
    }

    private static @Nullable Set<String> names(StructuredFields.InnerList list) {
        Set<String> names = new HashSet<>();
        for (StructuredFields.Item item : list.items()) {
            String decoded = item.value() instanceof StructuredFields.Text(String name) ? decode(name) : null;
            if (decoded == null) {
                return null;
            }
            names.add(decoded);
        }
        return names;
    }

    private record Parameter(String name, String value) {}

    static String reduce(NoVarySearch rules, String rawQuery) {
        if (rules.isDefault()) {
            return rawQuery;
        }
        List<Parameter> kept = new ArrayList<>();
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = decode(equals < 0 ? "" : pair.substring(equals + 1));
            if (name == null || value == null) {
                // What cannot be read cannot be compared either: everything matters.
                return rawQuery;
            }
            boolean matters = rules.allVary() != rules.names().contains(name);
            if (!pair.isEmpty() && matters) {
                kept.add(new Parameter(name, value));
            }
        }
        if (rules.keyOrder()) {
            kept.sort(Comparator.comparing(Parameter::name));
        }
        StringBuilder text = new StringBuilder();
        for (Parameter parameter : kept) {
            append(text, parameter.name);
            append(text, parameter.value);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part);
    }

    /** application/x-www-form-urlencoded decoding; null if an escape is malformed. */
    private static @Nullable String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
