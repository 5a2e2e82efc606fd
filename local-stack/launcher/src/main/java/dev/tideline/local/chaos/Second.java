package dev.tideline.local.chaos;

import dev.tideline.local.chaos.Seen.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What clients saw within one second, or any other time, in one line. */
record Second(Map<Kind, Long> counts, long slowestRead, long slowestWrite) {

    /** Of the requests that ended from one moment until just before another. */
    static Second of(Collection<Seen> all, long from, long until) {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        long slowestRead = 0;
        long slowestWrite = 0;
        for (Seen seen : all) {
            if (seen.at() >= from && seen.at() < until) {
                counts.merge(seen.kind(), 1L, Long::sum);
                slowestRead = seen.kind().isRead() ? Math.max(slowestRead, seen.millis()) : slowestRead;
                slowestWrite = seen.kind().isRead() ? slowestWrite : Math.max(slowestWrite, seen.millis());
            }
        }
        return new Second(counts, slowestRead, slowestWrite);
    }

    long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /**
     * Whether somebody saw something, and nothing but what is seen when nothing is broken: a document that was not read for
     * a while is stale once, while it is fetched again.
     */
    boolean isUsual() {
        long reads = count(Kind.HIT) + count(Kind.STALE) + count(Kind.FETCHED);
        long others = counts.values().stream().mapToLong(Long::longValue).sum() - reads - count(Kind.ACCEPTED);
        return reads > 0 && others == 0 && count(Kind.STALE) * 4 <= reads;
    }

    @Override
    public String toString() {
        return "reads: " + told(true, slowestRead) + "   writes: " + told(false, slowestWrite);
    }

    private String told(boolean read, long slowest) {
        List<String> parts = new ArrayList<>();
        counts.forEach((kind, count) -> {
            if (kind.isRead() == read) {
                parts.add(count + " " + kind.name().toLowerCase(Locale.ROOT));
            }
        });
        return parts.isEmpty() ? "none" : String.join(", ", parts) + " (slowest " + slowest + " ms)";
    }
}
