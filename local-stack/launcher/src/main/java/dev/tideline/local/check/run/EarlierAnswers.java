package dev.tideline.local.check.run;

import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The last few different answers for each resource: what a replica that lags would still give. */
final class EarlierAnswers {

    private static final int KEPT = 4;
    private static final Set<Integer> REMEMBERED = Set.of(200, 404, 410);

    private final Map<String, Deque<HttpResponse<byte[]>>> byPath = new ConcurrentHashMap<>();

    void remember(String path, HttpResponse<byte[]> given) {
        // "There was never such a resource" names no version, by which anybody could know it for old.
        boolean unversioned = given.statusCode() != 200
                && given.headers().firstValue("X-Data-Version").isEmpty();
        if (!path.startsWith("/api/") || !REMEMBERED.contains(given.statusCode()) || unversioned) {
            return;
        }
        Deque<HttpResponse<byte[]>> kept = byPath.computeIfAbsent(path, ignored -> new ArrayDeque<>());
        synchronized (kept) {
            if (!kept.isEmpty() && same(kept.peekLast(), given)) {
                return;
            }
            kept.addLast(given);
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
        }
    }

    /** Any but the newest; empty where there was only one so far. */
    Optional<HttpResponse<byte[]>> pick(String path, Random random) {
        Deque<HttpResponse<byte[]>> kept = byPath.get(path);
        if (kept == null) {
            return Optional.empty();
        }
        synchronized (kept) {
            Stream<HttpResponse<byte[]>> older = kept.stream().limit(kept.size() - 1L);
            return older.skip(random.nextInt(Math.max(1, kept.size() - 1))).findFirst();
        }
    }

    private static boolean same(HttpResponse<byte[]> a, HttpResponse<byte[]> b) {
        return a.statusCode() == b.statusCode() && Arrays.equals(a.body(), b.body());
    }
}
