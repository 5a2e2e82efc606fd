package dev.tideline.gateway.http;

import dev.tideline.events.PurgeIssued;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.purge.FollowerListener;
import dev.tideline.gateway.purge.HotKeys;
import dev.tideline.gateway.purge.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Has keys that were hot when a purge struck them fetched again at once, so that their next reader need not wait. On a
 * thread of its own, in rounds, each with a bound: however many purges come, the origin sees no more than so many of these
 * a second, and none for a key that nobody has read since the last.
 */
final class HotRefresh implements FollowerListener, AutoCloseable {

    private static final Duration ROUND = Duration.ofMillis(100);

    private final HotKeys<CacheKey, Ask> hot;
    private final int mostARound;
    private final Consumer<Ask> refresh;
    private final Semaphore purges = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("hot-refresh").unstarted(this::run);

    /** @param refresh must not block */
    HotRefresh(HotKeys<CacheKey, Ask> hot, HotSettings settings, Consumer<Ask> refresh) {
        this.hot = hot;
        this.mostARound = Math.max(1, (int) (settings.refreshesPerSecond() * ROUND.toMillis() / 1_000));
        this.refresh = refresh;
    }

    void start() {
        thread.start();
    }

    @Override
    public void purged(long offset, PurgeIssued purge) {
        purges.release();
    }

    private void run() {
        try {
            while (true) {
                purges.acquire();
                purges.drainPermits();
                List<Ask> struck = hot.struck(HotRefresh::verdict);
                struck.stream().limit(mostARound).forEach(refresh);
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException closed) {
            // As asked.
        }
    }

    private static Verdict verdict(HotKeys.Tracked<Ask> one) {
        return one.how().coherence().verdict(one.scopes(), one.asOf(), one.version());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
