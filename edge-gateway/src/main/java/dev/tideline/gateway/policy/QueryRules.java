package dev.tideline.gateway.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A route's rules about query parameters, applied to the key only: the origin gets the query as it came. */
final class QueryRules {

    private QueryRules() {}

    static String apply(KeyRules rules, String query) {
        boolean none =
                !rules.sortQuery() && rules.allow().isEmpty() && rules.ignore().isEmpty();
        // A semicolon separates parameters for some servers: what we took for an ignored value might hide one that
        // matters. Then everything is in the key.
        if (none || query.indexOf(';') >= 0) {
            return query;
        }
        List<String> kept = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            String name = name(parameter);
            boolean allowed = rules.allow().isEmpty() || rules.allow().contains(name);
            if (allowed && !rules.ignore().contains(name)) {
                kept.add(parameter);
            }
        }
        if (rules.sortQuery()) {
            // Stable: the order of equal names may matter.
            kept.sort(Comparator.comparing(QueryRules::name));
        }
        return String.join("&", kept);
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals);
    }
}
