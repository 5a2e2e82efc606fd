package dev.tideline.gateway.hit;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head of one HTTP/1.1 request, read out of bytes by a grammar narrower than RFC 9112's: one space between the parts
 * of the request line, CRLF at every end of line, no folding, tokens and visible characters only. Used again for every
 * request of a connection, so that reading allocates nothing. Not safe for use by several threads.
 */
public final class RequestHead implements Read {

    /** What kind of bytes these are. */
    public enum Kind {
        /** A head that is not all here yet. */
        INCOMPLETE,
        /** Not what this grammar knows. Where the request ends is not known either. */
        DOUBTFUL,
        /** A request that is clear about its end, but is not a plain read. */
        OTHER,
        /** A {@link Read}. */
        READ
    }

    /** The longest head that is looked at, in bytes. */
    public static final int LONGEST = 8192;

    private static final int MOST_FIELDS = 64;

    private static final byte[] CONNECTION = ascii("connection");
    private static final byte[] CONTENT_LENGTH = ascii("content-length");
    private static final byte[] HOST = ascii("host");
    private static final byte[] KEEP_ALIVE = ascii("keep-alive");
    private static final byte[] VERSION = ascii("HTTP/1.1\r\n");

    private static final boolean[] TOKEN = tokenCharacters();

    private final byte[] bytes = new byte[LONGEST];
    private final int[] lines = new int[4 * MOST_FIELDS];
    private int length;
    private int at;
    private int count;
    private boolean plain;
    private int targetFrom;
    private int targetTo;
    private int hostFrom;
    private int hostTo;
    private long contentLength;

    /** Where to put the bytes before {@link #read}. */
    byte[] room() {
        return bytes;
    }

    /**
     * Reads the head at the front of the first {@code available} bytes of {@link #room}. The accessors hold until the next
     * call, for READ and OTHER.
     */
    Kind read(int available) {
        length = available;
        at = 0;
        count = 0;
        hostFrom = -1;
        contentLength = -1;
        int end = end();
        length = end < 0 ? wholeLines() : end;
        if (length > 0 && !(requestLine() && fieldLines(end < 0 ? length : end - 2))) {
            return Kind.DOUBTFUL;
        }
        if (end < 0) {
            return available < LONGEST && mayBecomeALine(available) ? Kind.INCOMPLETE : Kind.DOUBTFUL;
        }
        if (hostFrom < 0) {
            return Kind.DOUBTFUL;
        }
        return plain && contentLength < 0 ? Kind.READ : Kind.OTHER;
    }

    /** Behind the last line that is all here: what is wrong with a head is told before its end has come. */
    private int wholeLines() {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** Behind the empty line, or -1. */
    private int end() {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private boolean mayBecomeALine(int end) {
        if (length == 0 && end > 0 && (bytes[0] < 'A' || bytes[0] > 'Z')) {
            return false;
        }
        for (int i = length; i < end; i++) {
            boolean text = bytes[i] >= ' ' || bytes[i] == '\t';
            if (!text && (bytes[i] != '\r' || i < end - 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean requestLine() {
        while (at < length && bytes[at] >= 'A' && bytes[at] <= 'Z') {
            at++;
        }
        if (at == 0 || bytes[at] != ' ' || isMethod("CONNECT")) {
            return false;
        }
        plain = isMethod("GET");
        targetFrom = ++at;
        while (bytes[at] > ' ' && bytes[at] != 0x7f && bytes[at] != '#') {
            at++;
        }
        targetTo = at;
        if (targetFrom == targetTo || bytes[targetFrom] != '/' || bytes[at] != ' ') {
            return false;
        }
        at++;
        if (length - at < VERSION.length) {
            return false;
        }
        for (byte expected : VERSION) {
            if (bytes[at++] != expected) {
                return false;
            }
        }
        return true;
    }

    private boolean isMethod(String method) {
        if (at != method.length()) {
            return false;
        }
        for (int i = 0; i < at; i++) {
            if (bytes[i] != method.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean fieldLines(int end) {
        while (at < end) {
            if (!fieldLine()) {
                return false;
            }
        }
        return true;
    }

    private boolean fieldLine() {
        int nameFrom = at;
        while (bytes[at] >= 0 && TOKEN[bytes[at]]) {
            at++;
        }
        int nameTo = at;
        if (nameFrom == nameTo || bytes[at] != ':' || count == MOST_FIELDS) {
            return false;
        }
        at++;
        while (bytes[at] == ' ' || bytes[at] == '\t') {
            at++;
        }
        int valueFrom = at;
        while ((bytes[at] >= ' ' && bytes[at] != 0x7f) || bytes[at] == '\t') {
            at++;
        }
        if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
            return false;
        }
        int valueTo = at;
        while (valueTo > valueFrom && (bytes[valueTo - 1] == ' ' || bytes[valueTo - 1] == '\t')) {
            valueTo--;
        }
        at += 2;
        int line = 4 * count++;
        lines[line] = nameFrom;
        lines[line + 1] = nameTo;
        lines[line + 2] = valueFrom;
        lines[line + 3] = valueTo;
        return known(nameFrom, nameTo, valueFrom, valueTo);
    }

    /** False if the line makes the request doubtful. */
    private boolean known(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        if (is(HOST, nameFrom, nameTo)) {
            boolean first = hostFrom < 0;
            hostFrom = valueFrom;
            hostTo = valueTo;
            return first && valueTo > valueFrom;
        }
        if (is(CONTENT_LENGTH, nameFrom, nameTo)) {
            return contentLength < 0 && decimal(valueFrom, valueTo);
        }
        if (is(CONNECTION, nameFrom, nameTo)) {
            return is(KEEP_ALIVE, valueFrom, valueTo);
        }
        plain = plain && !FieldNames.NOT_PLAIN.contains(bytes, nameFrom, nameTo);
        return !FieldNames.FRAMING.contains(bytes, nameFrom, nameTo);
    }

    private boolean is(byte[] lowerCase, int from, int to) {
        return to - from == lowerCase.length && FieldNames.same(lowerCase, bytes, from);
    }

    private boolean decimal(int from, int to) {
        if (from == to || to - from > 15) {
            return false;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            value = 10 * value + bytes[i] - '0';
        }
        contentLength = value;
        return true;
    }

    /** The bytes of the head, with its empty line. */
    public int length() {
        return length;
    }

    /** The bytes of content that follow. */
    public long contentLength() {
        return Math.max(0, contentLength);
    }

    @Override
    public String url() {
        int target = targetTo - targetFrom;
        byte[] joined = new byte[target + 1 + hostTo - hostFrom];
        System.arraycopy(bytes, targetFrom, joined, 0, target);
        joined[target] = ' ';
        System.arraycopy(bytes, hostFrom, joined, target + 1, hostTo - hostFrom);
        return new String(joined, StandardCharsets.ISO_8859_1);
    }

    @Override
    public @Nullable String combined(String lowerCaseName) {
        byte[] name = ascii(lowerCaseName);
        String found = null;
        for (int line = 0; line < 4 * count; line += 4) {
            if (is(name, lines[line], lines[line + 1])) {
                String value = new String(
                        bytes, lines[line + 2], lines[line + 3] - lines[line + 2], StandardCharsets.ISO_8859_1);
                found = found == null ? value : found + ", " + value;
            }
        }
        return found;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** tchar (RFC 9110 section 5.6.2). */
    private static boolean[] tokenCharacters() {
        boolean[] token = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            token[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            token[c] = true;
        }
        return token;
    }
}
