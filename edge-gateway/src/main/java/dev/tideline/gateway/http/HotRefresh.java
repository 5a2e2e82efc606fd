package dev.tideline.gateway.http;

import dev.tideline.events.PurgeIssued;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.purge.FollowerListener;
import dev.tideline.gateway.purge.HotKeys;
import dev.tideline.gateway.purge.PurgeLog;
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
    private final PurgeLog log;
    private final int mostARound;
    private final Consumer<Ask> refresh;
    private final Semaphore purges = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("hot-refresh").unstarted(this::run);

    /** @param refresh must not block */
    HotRefresh(HotKeys<CacheKey, Ask> hot, PurgeLog log, HotSettings settings, Consumer<Ask> refresh) {
        this.hot = hot;
        this.log = log;
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
                List<Ask> struck = hot.struck(log);
                struck.stream().limit(mostARound).forEach(refresh);
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException closed) {
            // As asked.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
