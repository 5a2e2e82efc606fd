package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;

/**
 * A run of bytes of a representation (RFC 9110 §14.4).
 *
 * @param first the first byte held, from 0
 * @param last the last byte held, inclusive
 * @param completeLength the length of the whole representation in bytes, or -1 if unknown
 */
public record ContentRange(long first, long last, long completeLength) {

    /** The number of bytes in this run. */
    public long length() {
        return last - first + 1;
    }

    /** As a {@code Content-Range} value. */
    public String render() {
        return "bytes " + first + '-' + last + '/' + (completeLength < 0 ? "*" : Long.toString(completeLength));
    }

    /** Parses a {@code Content-Range} with a satisfied byte range; null for anything else. Never throws. */
    public static @Nullable ContentRange parse(@Nullable String value) {
        return RangeParser.contentRange(value);
    }

    /** Whether the byte runs overlap or touch, so that together they are one run. */
    public boolean joins(ContentRange other) {
        return first <= other.last + 1 && other.first <= last + 1;
    }

    /** Whether this run is the whole representation. */
    public boolean isWhole() {
        return first == 0 && completeLength >= 0 && last == completeLength - 1;
    }
}
