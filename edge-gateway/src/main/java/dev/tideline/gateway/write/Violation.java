package dev.tideline.gateway.write;

import java.nio.charset.StandardCharsets;

/**
 * One place in a body that is wrong.
 *
 * @param pointer a JSON Pointer as a URI fragment (RFC 6901 section 6), as RFC 9457 section 3 shows it: {@code #/price}
 * @param detail one sentence for whoever wrote the body
 */
public record Violation(String pointer, String detail) {

    private static final String UNESCAPED = "/~!$&'()*+,;=:@?-._";

    /** @param pointer a plain JSON Pointer, such as {@code /price} */
    static Violation at(String pointer, String detail) {
        StringBuilder fragment = new StringBuilder("#");
        for (byte octet : pointer.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0)) {
                fragment.append(c);
            } else {
                fragment.append('%').append(String.format("%02X", (int) c));
            }
        }
        return new Violation(fragment.toString(), detail);
    }

    /** One reference token appended to a plain JSON Pointer. */
    static String child(String pointer, String token) {
        return pointer + '/' + token.replace("~", "~0").replace("/", "~1");
    }
}
