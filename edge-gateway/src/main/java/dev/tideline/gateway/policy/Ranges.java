package dev.tideline.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Range and If-Range of a request (RFC 9110 §13.1.5, §14.2). */
final class Ranges {

    /** More ranges than this are no reading but an attack (RFC 9110 §17.15). */
    private static final int MOST = 16;

    private Ranges() {}

    /**
     * Whether Range is to be honoured for this stored response: the method is GET, the status 200, and If-Range, if
     * there is one, names this very representation.
     */
    static boolean applies(CacheRequest request, StoredResponse stored) {
        return request.method().equals("GET")
                && stored.status() == 200
                && request.fields().count("Range") == 1
                && sameRepresentation(request.fields(), stored.validators());
    }

    /** §13.1.5: an entity tag by strong comparison, a date only if it is strong and exactly the same. */
    private static boolean sameRepresentation(Fields request, Validators stored) {
        String condition = request.first("If-Range");
        if (condition == null) {
            return true;
        }
        if (request.count("If-Range") > 1) {
            return false;
        }
        EntityTag wanted = EntityTag.parse(condition);
        if (wanted != null) {
            return stored.etag() != null && wanted.stronglyEquals(stored.etag());
        }
        long date = HttpDate.parse(condition);
        return date >= 0 && stored.lastModifiedIsStrong() && date == stored.lastModifiedMs();
    }

    /**
     * The satisfiable ranges in the order asked for: empty if none is (416), null if the field is to be ignored (§14.2:
     * an unknown unit, malformed, or abusive).
     *
     * @param length the complete length in bytes, or -1 if unknown
     */
    static @Nullable List<ContentRange> resolve(Fields request, long length) {
        String value = request.first("Range");
        if (value == null || value.length() < 6 || !value.substring(0, 6).equalsIgnoreCase("bytes=")) {
            return null;
        }
        List<ContentRange> found = new ArrayList<>(1);
        int specs = 0;
        for (String spec : FieldSyntax.members(value.substring(6))) {
            if (++specs > MOST || !resolve(spec, length, found)) {
                return null;
            }
        }
        return specs == 0 || overlapTooMuch(found) ? null : found;
    }

    /** Adds the range if it can be satisfied; false if the spec is malformed. */
    private static boolean resolve(String spec, long length, List<ContentRange> found) {
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return false;
        }
        String from = spec.substring(0, dash);
        String to = spec.substring(dash + 1);
        long first = from.isEmpty() ? -1 : RangeParser.position(from);
        long last = to.isEmpty() ? -1 : RangeParser.position(to);
        if ((first < 0 && !from.isEmpty())
                || (last < 0 && (!to.isEmpty() || first < 0))
                || (last >= 0 && last < first)) {
            return false;
        }
        if (length < 0) {
            // Only a range with both ends means something while the length is unknown.
            if (first < 0 || last < 0) {
                return false;
            }
            found.add(new ContentRange(first, last, -1));
            return true;
        }
        if (first < 0) {
            first = Math.max(0, length - last);
            last = last == 0 ? -1 : length - 1;
        } else {
            last = last < 0 ? length - 1 : Math.min(last, length - 1);
        }
        if (first < length && last >= first) {
            found.add(new ContentRange(first, last, length));
        }
        return true;
    }

    /** §14.2: "two or more overlapping ranges" may be ignored; one overlap is tolerated, more are not. */
    private static boolean overlapTooMuch(List<ContentRange> ranges) {
        int overlaps = 0;
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = 0; j < i; j++) {
                ContentRange a = ranges.get(i);
                ContentRange b = ranges.get(j);
                if (a.first() <= b.last() && b.first() <= a.last() && ++overlaps > 1) {
                    return true;
                }
            }
        }
        return false;
    }
}
