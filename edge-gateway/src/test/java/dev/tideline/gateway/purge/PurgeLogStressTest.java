package dev.tideline.gateway.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Cause;
import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One writer, several readers, no locks: while the table grows, forgets and is replaced. */
class PurgeLogStressTest {

    private static final int PURGES = 200_000;
    private static final int TAGS = 5_000;

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000_000})
    void noReaderEverSeesAnEntryAliveThatAPurgeBeforeItsPositionReached(int bound) throws Exception {
        PurgeLog log = new PurgeLog("eu", bound);
        log.open("log", 0);
        AtomicBoolean done = new AtomicBoolean();
        List<Future<Long>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int seed = 0; seed < 3; seed++) {
                readers.add(threads.submit(reader(log, new Random(seed), done)));
            }
            for (int offset = 0; offset < PURGES; offset++) {
                log.apply(
                        offset,
                        new PurgeIssued(
                                new UUID(0, offset),
                                List.of(new Scope.Tag(tagAt(offset))),
                                Mode.HARD,
                                Set.of(),
                                Cause.CHANGE,
                                Instant.EPOCH,
                                null));
            }
            done.set(true);
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    /** Offset o purges tag o mod TAGS, so which purges a position implies can be computed. */
    private static String tagAt(int offset) {
        return "t" + offset % TAGS;
    }

    private static Callable<Long> reader(PurgeLog log, Random random, AtomicBoolean done) {
        return () -> {
            long checks = 0;
            while (!done.get()) {
                long position = log.now().offset();
                int tag = random.nextInt(TAGS);
                long lastPurge = position - Math.floorMod(position - tag, TAGS);
                EntryScopes entry = EntryScopes.of("/x", null, List.of("t" + tag));
                if (lastPurge >= 0) {
                    assertThat(log.check(entry, new Stamp("log", lastPurge - 1), 0))
                            .isInstanceOf(Verdict.Dead.class);
                }
                checks++;
            }
            return checks;
        };
    }
}
