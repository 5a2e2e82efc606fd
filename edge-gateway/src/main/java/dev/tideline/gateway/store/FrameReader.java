package dev.tideline.gateway.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** Reads what {@link FrameWriter} wrote, after the digest proved that it is all there and unchanged. */
final class FrameReader {

    private final ByteBuffer in;

    private FrameReader(ByteBuffer in) {
        this.in = in;
    }

    static FrameReader open(byte kind, byte[] frame) throws CorruptFrame {
        int length = frame.length - FrameWriter.DIGEST;
        if (length < FrameWriter.HEAD) {
            throw new CorruptFrame("too short");
        }
        ByteBuffer in = ByteBuffer.wrap(frame, 0, length);
        if (in.getInt() != FrameWriter.MAGIC) {
            throw new CorruptFrame("not an entry of ours");
        }
        byte foundKind = in.get();
        byte version = in.get();
        if (in.getInt() != length - FrameWriter.HEAD) {
            throw new CorruptFrame("wrong length");
        }
        byte[] digest = Arrays.copyOfRange(frame, length, frame.length);
        if (!MessageDigest.isEqual(digest, FrameWriter.digest(frame, length))) {
            throw new CorruptFrame("wrong digest");
        }
        if (version != FrameWriter.VERSION) {
            throw new CorruptFrame("version " + version);
        }
        if (foundKind != kind) {
            throw new CorruptFrame("another kind of frame");
        }
        return new FrameReader(in);
    }

    /** The kind of a frame, unproved; 0 if there is none. */
    static byte kind(byte[] frame) {
        return frame.length > FrameWriter.HEAD ? frame[4] : 0;
    }

    long number() throws CorruptFrame {
        return checked(in::getLong);
    }

    boolean flag() throws CorruptFrame {
        return checked(() -> in.get() != 0);
    }

    byte[] bytes() throws CorruptFrame {
        byte[] value = new byte[count(1)];
        in.get(value);
        return value;
    }

    String text() throws CorruptFrame {
        int length = count(1);
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    List<String> texts() throws CorruptFrame {
        String[] values = new String[count(4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = text();
        }
        return List.of(values);
    }

    long[] numbers() throws CorruptFrame {
        long[] values = new long[count(8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = number();
        }
        return values;
    }

    /** Throws unless everything was read. */
    void end() throws CorruptFrame {
        if (in.hasRemaining()) {
            throw new CorruptFrame("bytes left over");
        }
    }

    /** A count of things that take at least {@code each} bytes, so that no count can ask for more than is there. */
    private int count(int each) throws CorruptFrame {
        int count = checked(in::getInt);
        if (count < 0 || count > in.remaining() / each) {
            throw new CorruptFrame("impossible count");
        }
        return count;
    }

    private <T> T checked(Part<T> part) throws CorruptFrame {
        try {
            return part.read();
        } catch (BufferUnderflowException e) {
            throw new CorruptFrame("ends too early");
        }
    }

    private interface Part<T> {
        T read();
    }
}
