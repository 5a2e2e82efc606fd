package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** How keys are called in Redis: short, without any byte a client chose; the frame holds the key itself. */
record Names(String prefix) {

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Where the entry or index of a key is. */
    String entry(CacheKey key) {
        return prefix + "e:" + digest(key);
    }

    /** Where one variant is. */
    String variant(CacheKey key, String generation, String id) {
        return entry(key) + ':' + generation + ':' + id;
    }

    /** Who may fill the key. */
    String lease(CacheKey key) {
        return prefix + "l:" + digest(key);
    }

    /** The last fencing token given for the key. */
    String fence(CacheKey key) {
        return prefix + "f:" + digest(key);
    }

    private static String digest(CacheKey key) {
        byte[] text = key.text().getBytes(StandardCharsets.UTF_8);
        return hex(FrameWriter.digest(text, text.length));
    }
}
