package dev.tideline.local.bench;

import dev.tideline.local.chaos.Background;
import dev.tideline.local.stack.DevelopmentTokens;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * 100 purges and 50 writes a second of documents as popular as those that are read, until it is closed. A cache without a
 * way for writes is purged of what was written.
 */
final class Churn implements AutoCloseable {

    private static final int PURGES_PER_SECOND = 100;
    private static final int WRITES_PER_SECOND = 50;
    private static final Duration EVERY = Duration.ofMillis(50);

    private final Zipf zipf;
    private final Random random = new Random(2);
    private final AtomicLong purges = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final Background background;

    /** What is done to documents, given by their keys. Throws when it was refused. */
    private interface Deed {
        void to(List<Integer> keys);
    }

    private Churn(Zipf zipf, Deed purge, Deed write) {
        this.zipf = zipf;
        Pace ofPurges = new Pace(PURGES_PER_SECOND);
        Pace ofWrites = new Pace(WRITES_PER_SECOND);
        background = Background.every(EVERY, () -> {
            make(purge, purges, ofPurges.due());
            make(write, writes, ofWrites.due());
        });
    }

    /** A rate and no debt: what could not be done within a second is not made up for. */
    private static final class Pace {

        private final int perSecond;
        private long asked = System.nanoTime();
        private double due;

        Pace(int perSecond) {
            this.perSecond = perSecond;
        }

        int due() {
            long now = System.nanoTime();
            due = Math.min(perSecond, due + perSecond * ((now - asked) / 1e9));
            asked = now;
            int whole = (int) due;
            due -= whole;
            return whole;
        }
    }

    private void make(Deed deed, AtomicLong done, int count) {
        if (count > 0 && succeeds(deed, count)) {
            done.addAndGet(count);
        }
    }

    static Churn ofTideline(Contest contest, Zipf zipf) {
        URI purging = contest.addresses().http(Part.INVALIDATION).resolve("/purges");
        String token = DevelopmentTokens.open(contest.directory()).operator();
        return new Churn(
                zipf,
                keys -> require(HttpRequest.newBuilder(purging)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(keys.stream()
                                .map(key -> "\"bench/k" + key + "\"")
                                .collect(Collectors.joining(",", "{\"keys\": [", "]}"))))
                        .build()),
                keys -> keys.forEach(
                        key -> require(HttpRequest.newBuilder(contest.gateway().resolve(Targets.of(key)))
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString("{}"))
                                .build())));
    }

    /** Of a cache that knows the method {@code PURGE}. */
    static Churn ofPurging(URI cache, Zipf zipf) {
        Deed purge = keys -> keys.forEach(key -> require(HttpRequest.newBuilder(cache.resolve(Targets.of(key)))
                .method("PURGE", BodyPublishers.noBody())
                .build()));
        return new Churn(zipf, purge, purge);
    }

    private static void require(HttpRequest request) {
        int status = Calls.send(request).statusCode();
        if (status / 100 != 2) {
            throw new StackException(request.method() + " " + request.uri() + " was refused with " + status);
        }
    }

    private boolean succeeds(Deed deed, int count) {
        try {
            deed.to(IntStream.range(0, count)
                    .map(i -> zipf.draw(random))
                    .boxed()
                    .toList());
            return true;
        } catch (StackException | UncheckedIOException refused) {
            // Only what was done is counted, and the counts are in the table.
            return false;
        }
    }

    /** Done until now. */
    long purges() {
        return purges.get();
    }

    /** Done until now. */
    long writes() {
        return writes.get();
    }

    @Override
    public void close() {
        background.close();
    }
}
