package dev.tideline.gateway.hit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A fixed set of field names, asked with bytes and without regard to case. */
final class FieldNames {

    /** Who sends one of these may want something else than the stored answer as it is. */
    static final FieldNames NOT_PLAIN = of(
            "authorization",
            "cache-control",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "pragma",
            "prefer",
            "range",
            "x-tideline-session");

    /** These may change where a request ends, or what its connection becomes. */
    static final FieldNames FRAMING = of(
            "expect",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** By length: hardly ever more than a few to compare with. */
    private final byte[][][] byLength;

    private FieldNames(byte[][][] byLength) {
        this.byLength = byLength;
    }

    /** @param names in lower case */
    static FieldNames of(String... names) {
        List<List<byte[]>> lists = new ArrayList<>();
        for (String name : names) {
            while (lists.size() <= name.length()) {
                lists.add(new ArrayList<>());
            }
            lists.get(name.length()).add(name.getBytes(StandardCharsets.US_ASCII));
        }
        byte[][][] byLength = new byte[lists.size()][][];
        for (int i = 0; i < byLength.length; i++) {
            byLength[i] = lists.get(i).toArray(new byte[0][]);
        }
        return new FieldNames(byLength);
    }

    boolean contains(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length >= byLength.length) {
            return false;
        }
        for (byte[] name : byLength[length]) {
            if (same(name, bytes, from)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code bytes} at {@code from} spells this lower-case name, which holds no character but a-z, 0-9 and '-'. */
    static boolean same(byte[] name, byte[] bytes, int from) {
        for (int i = 0; i < name.length; i++) {
            byte b = bytes[from + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
