package dev.tideline.gateway.policy;

/** A cursor that reads keys and bare items of structured fields (RFC 9651 §4.2.3.1, §4.2.3.3). */
final class BareItems {

    private final String text;
    private int at;

    BareItems(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    boolean peekIs(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    boolean take(char c) {
        if (peekIs(c)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(char c) {
        if (!take(c)) {
            throw StructuredFields.malformed();
        }
    }

    void skipSpaces() {
        while (peekIs(' ')) {
            at++;
        }
    }

    void skipBlanks() {
        while (at < text.length() && FieldSyntax.isBlank(text.charAt(at))) {
            at++;
        }
    }

    String key() {
        int start = at;
        if (atEnd() || !(isLower(text.charAt(at)) || text.charAt(at) == '*')) {
            throw StructuredFields.malformed();
        }
        while (!atEnd() && isKeyChar(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    StructuredFields.Bare bareItem() {
        if (atEnd()) {
            throw StructuredFields.malformed();
        }
        char c = text.charAt(at);
        if (c == '-' || isDigit(c)) {
            return number();
        }
        if (c == '"') {
            return new StructuredFields.Text(string());
        }
        if (c == '*' || isLower(c) || (c >= 'A' && c <= 'Z')) {
            return token();
        }
        return switch (c) {
            case '?' -> bool();
            case ':' -> bytes();
            case '@' -> date();
            case '%' -> displayString();
            default -> throw StructuredFields.malformed();
        };
    }

    /** Integer of up to 15 digits, or decimal of up to 12 and 3 (§4.2.4). */
    private StructuredFields.Bare number() {
        int start = at;
        take('-');
        int digits = digits();
        if (digits == 0 || digits > 15) {
            throw StructuredFields.malformed();
        }
        if (!take('.')) {
            return new StructuredFields.Int(Long.parseLong(text.substring(start, at)));
        }
        int fraction = digits();
        if (digits > 12 || fraction == 0 || fraction > 3) {
            throw StructuredFields.malformed();
        }
        return new StructuredFields.Other(text.substring(start, at));
    }

    private int digits() {
        int start = at;
        while (!atEnd() && isDigit(text.charAt(at))) {
            at++;
        }
        return at - start;
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (!atEnd()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                c = atEnd() ? 0 : text.charAt(at++);
                if (c != '"' && c != '\\') {
                    throw StructuredFields.malformed();
                }
            } else if (c < 0x20 || c > 0x7e) {
                throw StructuredFields.malformed();
            }
            value.append(c);
        }
        throw StructuredFields.malformed();
    }

    private StructuredFields.Bare token() {
        int start = at++;
        while (!atEnd() && (FieldSyntax.isTokenChar(text.charAt(at)) || peekIs(':') || peekIs('/'))) {
            at++;
        }
        return new StructuredFields.Token(text.substring(start, at));
    }

    private StructuredFields.Bare bool() {
        expect('?');
        if (take('1')) {
            return new StructuredFields.Bool(true);
        }
        expect('0');
        return new StructuredFields.Bool(false);
    }

    private StructuredFields.Bare bytes() {
        int start = at++;
        while (!atEnd() && !peekIs(':')) {
            char c = text.charAt(at++);
            if (!isDigit(c) && !isLower(c) && !(c >= 'A' && c <= 'Z') && c != '+' && c != '/' && c != '=') {
                throw StructuredFields.malformed();
            }
        }
        expect(':');
        return new StructuredFields.Other(text.substring(start, at));
    }

    private StructuredFields.Bare date() {
        int start = at++;
        if (atEnd() || !(number() instanceof StructuredFields.Int)) {
            throw StructuredFields.malformed();
        }
        return new StructuredFields.Other(text.substring(start, at));
    }

    private StructuredFields.Bare displayString() {
        int start = at++;
        expect('"');
        while (!atEnd()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return new StructuredFields.Other(text.substring(start, at));
            }
            if (c < 0x20 || c > 0x7e) {
                throw StructuredFields.malformed();
            }
        }
        throw StructuredFields.malformed();
    }

    private static boolean isKeyChar(char c) {
        return isLower(c) || isDigit(c) || c == '_' || c == '-' || c == '.' || c == '*';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
