package dev.tideline.gateway.policy;

import java.util.ArrayList;
import java.util.List;

/** The grammar that field values share (RFC 9110 §5.6). */
final class FieldSyntax {

    private FieldSyntax() {}

    /** tchar (§5.6.2). */
    static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c < 0x7f && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    /** Whether the text is a token: not empty, tchars only. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Space or tab. */
    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** The text without spaces and tabs at both ends. */
    static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /**
     * The members of a list (§5.6.1), trimmed, without empty ones. A comma within a quoted string does not separate; an
     * unterminated quoted string reaches to the end.
     */
    static List<String> members(String list) {
        List<String> members = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= list.length(); i++) {
            char c = i == list.length() ? ',' : list.charAt(i);
            if (i < list.length() && quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"' && i < list.length()) {
                quoted = true;
            } else if (c == ',') {
                addMember(members, list.substring(start, Math.min(i, list.length())));
                start = i + 1;
            }
        }
        if (start < list.length()) {
            addMember(members, list.substring(start));
        }
        return members;
    }

    private static void addMember(List<String> members, String text) {
        String member = trim(text);
        if (!member.isEmpty()) {
            members.add(member);
        }
    }
}
