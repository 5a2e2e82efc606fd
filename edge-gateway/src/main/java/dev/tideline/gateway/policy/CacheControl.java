package dev.tideline.gateway.policy;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The syntax of Cache-Control (RFC 9111 §5.2): a list of {@code token [ "=" ( token / quoted-string ) ]}. */
final class CacheControl {

    /** What receives the directives. */
    interface Sink {

        /** A well-formed directive: the name in lower case, the argument unquoted or null. */
        void directive(String name, @Nullable String argument);

        /** A list member that is none. */
        void malformed(String text);

        /** A quoted string without an end. */
        void unterminated();
    }

    private CacheControl() {}

    /** Response directives out of all lines. Never throws. */
    static ResponseDirectives parse(List<String> lines) {
        DirectiveCollector collector = new DirectiveCollector();
        scan(lines, collector);
        return collector.build();
    }

    /** One list member into a collector. */
    static void collect(String directive, DirectiveCollector collector) {
        member(directive, collector);
    }

    static void scan(List<String> lines, Sink sink) {
        for (String line : lines) {
            for (String member : FieldSyntax.members(line)) {
                member(member, sink);
            }
        }
    }

    private static void member(String member, Sink sink) {
        int equals = 0;
        while (equals < member.length() && FieldSyntax.isTokenChar(member.charAt(equals))) {
            equals++;
        }
        if (equals == member.length()) {
            sink.directive(member.toLowerCase(Locale.ROOT), null);
            return;
        }
        String argument = equals == 0 || member.charAt(equals) != '=' ? null : argument(member.substring(equals + 1));
        if (argument != null) {
            sink.directive(member.substring(0, equals).toLowerCase(Locale.ROOT), argument);
            return;
        }
        sink.malformed(member);
        if (endsWithinQuotes(member)) {
            sink.unterminated();
        }
    }

    /** A token or the content of a quoted string; null for anything else. */
    private static @Nullable String argument(String text) {
        if (FieldSyntax.isToken(text)) {
            return text;
        }
        if (text.length() < 2 || text.charAt(0) != '"') {
            return null;
        }
        StringBuilder content = new StringBuilder(text.length());
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i == text.length() - 1 ? content.toString() : null;
            }
            if (c == '\\' && ++i == text.length()) {
                return null;
            }
            content.append(text.charAt(i));
        }
        return null;
    }

    private static boolean endsWithinQuotes(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        return quoted;
    }
}
