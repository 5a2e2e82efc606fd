package dev.tideline.gateway.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/** Collects one frame: every text, list and run of bytes after its length. Not safe for use by several threads. */
final class FrameWriter {

    static final int MAGIC = 0x54444cE7;
    static final byte VERSION = 1;
    /** Magic, kind, version, length. */
    static final int HEAD = 4 + 1 + 1 + 4;

    static final int DIGEST = 16;

    /** Reset by each use; to look one up costs more than to digest a short key. */
    private static final ThreadLocal<MessageDigest> SHA = ThreadLocal.withInitial(FrameWriter::sha);

    private ByteBuffer out;

    /** @param expectedBytes of the whole frame; when they are right, nothing is copied */
    FrameWriter(byte kind, int expectedBytes) {
        out = ByteBuffer.allocate(expectedBytes);
        out.putInt(MAGIC).put(kind).put(VERSION).putInt(0);
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(out.capacity() * 2, out.position() + bytes));
            out = larger.put(out.flip());
        }
        return out;
    }

    void number(long value) {
        room(8).putLong(value);
    }

    void flag(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
    }

    void bytes(byte[] value) {
        room(4 + value.length).putInt(value.length).put(value);
    }

    void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void texts(List<String> values) {
        room(4).putInt(values.size());
        values.forEach(this::text);
    }

    void numbers(long[] values) {
        room(4).putInt(values.length);
        for (long value : values) {
            number(value);
        }
    }

    /** The finished frame. */
    byte[] sealed() {
        int length = room(DIGEST).position();
        out.putInt(HEAD - 4, length - HEAD);
        out.put(digest(out.array(), length));
        return out.hasRemaining() ? Arrays.copyOf(out.array(), out.position()) : out.array();
    }

    static byte[] digest(byte[] of, int length) {
        MessageDigest sha = SHA.get();
        sha.update(of, 0, length);
        return Arrays.copyOf(sha.digest(), DIGEST);
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
