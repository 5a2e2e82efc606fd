package dev.tideline.gateway.write;

import dev.tideline.events.Precondition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code If-Match} and {@code If-None-Match} of a write, RFC 9110 section 13.1. */
sealed interface Preconditions {

    record Read(Precondition precondition) implements Preconditions {}

    /**
     * The fields break RFC 9110, or ask for what a write cannot promise.
     *
     * @param reason one sentence for the client
     */
    record Malformed(String reason) implements Preconditions {}

    static Preconditions parse(List<String> ifMatch, List<String> ifNoneMatch) {
        if (!ifMatch.isEmpty() && !ifNoneMatch.isEmpty()) {
            return new Malformed("If-Match and If-None-Match do not go together.");
        }
        if (!ifNoneMatch.isEmpty()) {
            return String.join(",", ifNoneMatch).strip().equals("*")
                    ? new Read(new Precondition.Absent())
                    : new Malformed("The only If-None-Match of a write is *.");
        }
        return ifMatch.isEmpty() ? new Read(Precondition.NONE) : versions(String.join(",", ifMatch));
    }

    private static Preconditions versions(String list) {
        if (list.strip().equals("*")) {
            return new Read(new Precondition.Exists());
        }
        if (!Grammar.LIST.matcher(list).matches()) {
            return new Malformed("If-Match is * or a list of entity tags, such as \"v7\".");
        }
        Set<Long> versions = new HashSet<>();
        for (Matcher tag = Grammar.TAG.matcher(list); tag.find(); ) {
            Matcher version = Grammar.VERSION.matcher(tag.group());
            if (version.matches()) {
                versions.add(Long.parseLong(version.group(1)));
            }
        }
        return new Read(new Precondition.VersionIn(versions));
    }

    /** One text for one condition, in every process: a set's own order is not. */
    static String canonical(Precondition precondition) {
        return switch (precondition) {
            case Precondition.None _ -> "";
            case Precondition.Exists _ -> "exists";
            case Precondition.Absent _ -> "absent";
            case Precondition.VersionIn(Set<Long> versions) -> new TreeSet<>(versions).toString();
        };
    }

    /** A tag that is weak, or not one that Tideline makes, is well formed and never matches. */
    final class Grammar {
        private static final String ENTITY_TAG = "(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*+\"";
        static final Pattern LIST =
                Pattern.compile("[ \\t,]*+" + ENTITY_TAG + "(?:[ \\t]*+,[ \\t,]*+" + ENTITY_TAG + ")*+[ \\t,]*+");
        static final Pattern TAG = Pattern.compile(ENTITY_TAG);
        static final Pattern VERSION = Pattern.compile("\"v(0|[1-9]\\d{0,17})\"");

        private Grammar() {}
    }
}
