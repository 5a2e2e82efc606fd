package dev.tideline.gateway.policy;

import java.util.List;

/** The Age of a received response (RFC 9111 §5.1), read with suspicion: it decides what may be reused. */
final class AgeField {

    /** The greatest age sent (§1.2.2 takes this value for an overflow). */
    private static final long GREATEST_SECONDS = 2_147_483_648L;

    private AgeField() {}

    /**
     * age_value in milliseconds; 0 without the field. Of a list in one line the first member counts. A value that is
     * malformed, and one spread over several lines, counts as {@link Numbers#FOREVER}: taking it as absent would make
     * fresh what may be very old.
     */
    static long valueMs(Fields fields) {
        List<String> lines = fields.all("Age");
        if (lines.isEmpty()) {
            return 0;
        }
        if (lines.size() > 1) {
            return Numbers.FOREVER;
        }
        long first = -1;
        for (String member : FieldSyntax.trim(lines.getFirst()).split(",", -1)) {
            long ms = DirectiveCollector.deltaMs(member);
            if (ms < 0) {
                return Numbers.FOREVER;
            }
            first = first < 0 ? ms : first;
        }
        return first;
    }

    /** The value to send for an age in milliseconds. */
    static String render(long ageMs) {
        return Long.toString(seconds(ageMs));
    }

    static long seconds(long ageMs) {
        return Math.min(GREATEST_SECONDS, ageMs / 1000);
    }
}
