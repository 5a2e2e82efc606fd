package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How keys are called in Redis: short, without any byte a client chose; the frame holds the key itself. What is between the
 * braces is the same for all places of one key, so that a cluster has them in one slot and can run a script on them.
 */
record Names(String prefix) {

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The places of one key. */
    Places of(CacheKey key) {
        byte[] text = key.text().getBytes(StandardCharsets.UTF_8);
        return new Places(prefix, hex(FrameWriter.digest(text, text.length)));
    }

    /**
     * The places of one key.
     *
     * @param digest of the key
     */
    record Places(String prefix, String digest) {

        /** Where the entry or index is. */
        String entry() {
            return prefix + "e:{" + digest + '}';
        }

        /** Where one variant is. */
        String variant(String generation, String id) {
            return entry() + ':' + generation + ':' + id;
        }

        /** Who may fill the key. */
        String lease() {
            return prefix + "l:{" + digest + '}';
        }

        /** The last fencing token given for the key. */
        String fence() {
            return prefix + "f:{" + digest + '}';
        }
    }

    /** A place as Redis takes it. */
    static byte[] bytes(String place) {
        return place.getBytes(StandardCharsets.UTF_8);
    }

    /** A number as Redis takes it. */
    static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
