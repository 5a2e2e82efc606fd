package dev.tideline.gateway.purge;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What it costs to ask the purge log about an entry, as the log and the entry's tags grow. Every entry asked about is another
 * one, as with random reads, so that the tables come from where they would then: with a large log, from memory.
 */
class PurgeGrowthBench {

    private static final int[] SCOPES = {1_000, 10_000, 100_000, 1_000_000, 10_000_000};
    private static final int[] TAGS = {0, 1, 4, 16, 64, 256};
    private static final int ENTRIES = 20_000;
    private static final int SCOPES_A_PURGE = 100;
    private static final int ROUNDS = 5;
    private static final int WARM_UP = 40;

    @Test
    void ofTheLog() throws IOException {
        Map<Double, Double> few = new LinkedHashMap<>();
        Map<Double, Double> more = new LinkedHashMap<>();
        System.out.printf("%n| scopes in the log | ns, entry with 2 tags | ns, entry with 16 tags |%n|---|---|---|%n");
        for (int scopes : SCOPES) {
            PurgeLog log = log(scopes);
            few.put((double) scopes, nanos(log, 2));
            more.put((double) scopes, nanos(log, 16));
            System.out.printf(
                    "| %,d | %.0f | %.0f |%n", log.size(), few.get((double) scopes), more.get((double) scopes));
        }
        Drawn.lines(
                "purge-lookup-by-log",
                "Asking the purge log about an entry",
                "purged scopes it remembers",
                "ns",
                Map.of("entry with 2 tags", few, "entry with 16 tags", more));
    }

    @Test
    void ofTheEntry() throws IOException {
        Map<Double, Double> nanos = new LinkedHashMap<>();
        PurgeLog log = log(1_000_000);
        System.out.printf("%n| tags of the entry | ns |%n|---|---|%n");
        for (int tags : TAGS) {
            // A logarithmic axis has no 0.
            nanos.put(Math.max(0.5, tags), nanos(log, tags));
            System.out.printf("| %d | %.0f |%n", tags, nanos.get(Math.max(0.5, tags)));
        }
        Drawn.lines(
                "purge-lookup-by-tags",
                "Asking a purge log of 1,000,000 scopes about an entry",
                "tags of the entry",
                "ns",
                Map.of("one lookup", nanos));
    }

    private static PurgeLog log(int scopes) {
        PurgeLog log = new PurgeLog("eu", 50_000_000);
        log.open("log", 0);
        for (int i = 0; i < scopes; i += SCOPES_A_PURGE) {
            List<Scope> some = new ArrayList<>();
            for (int j = i; j < i + SCOPES_A_PURGE; j++) {
                some.add(new Scope.Tag("purged" + j));
            }
            log.apply(
                    i / SCOPES_A_PURGE,
                    new PurgeIssued(
                            UUID.randomUUID(),
                            some,
                            PurgeIssued.Mode.HARD,
                            Set.of(),
                            PurgeIssued.Cause.CHANGE,
                            Instant.now(),
                            null));
        }
        return log;
    }

    /** Of one check, the least of some rounds: what else the machine does only adds. */
    private static double nanos(PurgeLog log, int tags) {
        Stamp before = new Stamp("log", 0);
        EntryScopes[] entries = IntStream.range(0, ENTRIES)
                .mapToObj(i -> EntryScopes.of(
                        "http://origin/api/products/p" + i,
                        new ResourceKey("products", "p" + i),
                        IntStream.range(0, tags).mapToObj(t -> "t" + i + "-" + t).toList()))
                .toArray(EntryScopes[]::new);
        int live = 0;
        for (int i = 0; i < WARM_UP; i++) {
            live += check(log, entries, before);
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            live += check(log, entries, before);
            least = Math.min(least, System.nanoTime() - start);
        }
        if (live != (WARM_UP + ROUNDS) * ENTRIES) {
            throw new IllegalStateException("an entry that no purge named was found dead");
        }
        return (double) least / ENTRIES;
    }

    private static int check(PurgeLog log, EntryScopes[] entries, Stamp stamp) {
        int live = 0;
        for (EntryScopes entry : entries) {
            if (log.check(entry, stamp, 1) instanceof Verdict.Live) {
                live++;
            }
        }
        return live;
    }
}
