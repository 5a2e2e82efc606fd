package dev.tideline.gateway.http;

import io.netty.buffer.ByteBuf;

/** Numbers in decimal digits, without a string in between. */
final class Decimals {

    private static final int DIGITS = 19;

    private Decimals() {}

    /** @param value not negative */
    static void write(ByteBuf out, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a negative number: " + value);
        }
        int digits = length(value);
        int at = out.writerIndex() + digits;
        out.ensureWritable(digits).writerIndex(at);
        long left = value;
        for (int i = 0; i < digits; i++) {
            out.setByte(--at, '0' + (int) (left % 10));
            left /= 10;
        }
    }

    private static int length(long value) {
        long bound = 10;
        for (int digits = 1; digits < DIGITS; digits++) {
            if (value < bound) {
                return digits;
            }
            bound *= 10;
        }
        return DIGITS;
    }
}
