package dev.tideline.gateway.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lists of weighted preferences whose order says nothing: Accept-Language and Accept-Encoding (RFC 9110 §12.5). */
final class AcceptedList {

    private AcceptedList() {}

    private record Preference(String value, int weight) {}

    /** The list in one spelling: lower case, no spaces, weights without trailing zeros, sorted; or null if malformed. */
    static @Nullable String normalise(String list) {
        List<Preference> preferences = parse(list);
        if (preferences == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Preference preference : preferences) {
            texts.add(preference.weight == 1000 ? preference.value : preference.value + ";q=" + preference.weight);
        }
        Collections.sort(texts);
        return String.join(",", texts);
    }

    /** The one value of the highest weight, in lower case; null if there is a tie, none, or the list is malformed. */
    static @Nullable String favourite(Fields fields, String name) {
        String list = fields.combined(name);
        List<Preference> preferences = list == null ? null : parse(list);
        if (preferences == null) {
            return null;
        }
        Preference best = null;
        boolean tie = false;
        for (Preference preference : preferences) {
            if (best == null || preference.weight > best.weight) {
                best = preference;
                tie = false;
            } else if (preference.weight == best.weight) {
                tie = true;
            }
        }
        return best == null || tie || best.weight == 0 || best.value.equals("*") ? null : best.value;
    }

    private static @Nullable List<Preference> parse(String list) {
        List<Preference> preferences = new ArrayList<>();
        for (String member : FieldSyntax.members(list)) {
            int semicolon = member.indexOf(';');
            String value = FieldSyntax.trim(semicolon < 0 ? member : member.substring(0, semicolon));
            int weight = semicolon < 0 ? 1000 : weight(FieldSyntax.trim(member.substring(semicolon + 1)));
            if (weight < 0 || !FieldSyntax.isToken(value)) {
                return null;
            }
            preferences.add(new Preference(value.toLowerCase(Locale.ROOT), weight));
        }
        return preferences;
    }

    /** qvalue in thousandths (RFC 9110 §12.4.2), or -1. */
    private static int weight(String parameter) {
        if (parameter.length() < 3
                || parameter.length() > 7
                || Character.toLowerCase(parameter.charAt(0)) != 'q'
                || parameter.charAt(1) != '=') {
            return -1;
        }
        String q = parameter.substring(2);
        char whole = q.charAt(0);
        if ((whole != '0' && whole != '1') || (q.length() > 1 && q.charAt(1) != '.')) {
            return -1;
        }
        int thousandths = (whole - '0') * 1000;
        int place = 100;
        for (int i = 2; i < q.length(); i++, place /= 10) {
            int digit = q.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            thousandths += digit * place;
        }
        return thousandths > 1000 ? -1 : thousandths;
    }
}
