package dev.tideline.gateway.write;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** Names made by SHA-256. Parts are length-prefixed, so that no two lists of parts are the same bytes. */
final class Digests {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CALLER_BYTES = 16;

    private Digests() {}

    /** The same id for the same key of the same caller, in any region, without asking anyone: a UUID of version 8. */
    static UUID writeId(String caller, String idempotencyKey) {
        return uuid8(sha256("write", caller, idempotencyKey));
    }

    /** An id for a write without a key: a UUID of version 7, which keeps neighbours in time together in an index. */
    static UUID freshWriteId(Instant now) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putShort((short) (now.toEpochMilli() >> 32)).putInt((int) now.toEpochMilli());
        return stamped(bytes, 7);
    }

    static boolean isOfKey(UUID writeId) {
        return writeId.version() == 8;
    }

    /** The id of a resource that a write creates: a retry creates the same one. Does not reveal the write's id. */
    static String resourceId(UUID writeId) {
        return uuid8(sha256("resource", writeId.toString())).toString();
    }

    /** Tells a retry from another request under the same key. */
    static String fingerprint(String... parts) {
        return HexFormat.of().formatHex(sha256(parts));
    }

    /** A name for whoever holds a credential that the credential cannot be read from. */
    static String caller(String authorization) {
        return HexFormat.of().formatHex(sha256("caller", authorization), 0, CALLER_BYTES);
    }

    private static byte[] sha256(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static UUID uuid8(byte[] hash) {
        return stamped(hash, 8);
    }

    /** RFC 9562: version in the high four bits of octet 6, variant 10 in the high two of octet 8. */
    private static UUID stamped(byte[] bytes, int version) {
        bytes[6] = (byte) ((bytes[6] & 0x0f) | (version << 4));
        bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
