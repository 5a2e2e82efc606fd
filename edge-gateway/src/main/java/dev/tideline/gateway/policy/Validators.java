package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;

/**
 * The validators of a representation (RFC 9110 §8.8), parsed once.
 *
 * @param etag the entity tag, or null if there is none or it is malformed
 * @param lastModifiedMs {@code Last-Modified} in milliseconds since the epoch, or -1
 * @param dateMs {@code Date} in milliseconds since the epoch, or -1
 */
public record Validators(@Nullable EntityTag etag, long lastModifiedMs, long dateMs) {

    /** Reads them out of a response; a field that is malformed or comes in several lines counts as absent. */
    public static Validators of(Fields fields) {
        String etag = fields.count("ETag") == 1 ? fields.first("ETag") : null;
        return new Validators(
                etag == null ? null : EntityTag.parse(etag),
                HttpDate.single(fields, "Last-Modified"),
                HttpDate.single(fields, "Date"));
    }

    /** Whether the origin can be asked if it is still current. */
    public boolean any() {
        return etag != null || lastModifiedMs >= 0;
    }

    /** Last-Modified is strong if it is at least a second (RFC 9110 §8.8.2.2) older than Date. */
    public boolean lastModifiedIsStrong() {
        return lastModifiedMs >= 0 && dateMs >= 0 && dateMs - lastModifiedMs >= 1000;
    }

    /** Whether there is a strong validator, which combining of parts requires (RFC 9110 §15.3.7.3). */
    public boolean strong() {
        return etag != null ? !etag.weak() : lastModifiedIsStrong();
    }
}
