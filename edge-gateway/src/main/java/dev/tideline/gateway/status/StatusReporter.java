package dev.tideline.gateway.status;

import dev.tideline.events.EventCodec;
import dev.tideline.events.GatewayStatus;
import dev.tideline.events.GatewayStatus.CacheStats;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.Topics;
import dev.tideline.gateway.purge.FollowerListener;
import dev.tideline.gateway.purge.PurgeLog;
import dev.tideline.gateway.purge.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Reports on a thread of its own: every second, and within milliseconds of a purge. The report after a purge is sent
 * when the purge log already answers by it, so a receipt is never early.
 */
public final class StatusReporter implements FollowerListener, AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(1);
    /** Purges that come this close together share a report. */
    static final Duration COALESCE = Duration.ofMillis(20);

    static final int MAX_RECEIPTS = 1_000;

    /** Who reports. */
    public record Identity(String instance, String region, String colo) {}

    private final Identity identity;
    private final PurgeLog log;
    private final CacheStatsSource cache;
    private final Producer<byte[], byte[]> producer;
    private final Clock clock;
    private final EventCodec codec = new EventCodec();
    private final Receipts receipts = new Receipts(MAX_RECEIPTS);
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "status-reporter");
    private volatile boolean ready;
    private volatile boolean closed;

    public StatusReporter(
            Identity identity, PurgeLog log, CacheStatsSource cache, Producer<byte[], byte[]> producer, Clock clock) {
        this.identity = identity;
        this.log = log;
        this.cache = cache;
        this.producer = producer;
        this.clock = clock;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void caughtUp() {
        ready = true;
        news.release();
    }

    /** While the log is replayed there is nothing to acknowledge: those purges found an empty cache. */
    @Override
    public void purged(long offset, PurgeIssued purge) {
        if (ready) {
            receipts.add(offset, purge, clock.instant());
        }
    }

    /** Another region's purge has no receipt of its own; the applied offset tells. Heartbeats wait for the interval. */
    @Override
    public void advanced() {
        if (ready && !receipts.isEmpty()) {
            news.release();
        }
    }

    private void run() {
        while (!closed) {
            try {
                if (news.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.sleep(COALESCE);
                    news.drainPermits();
                }
                report(ready && !closed);
            } catch (InterruptedException closing) {
                break;
            } catch (RuntimeException away) {
                // The next report says everything anew. Receipts are lost; the applied offset is not.
            }
        }
    }

    private void report(boolean open) {
        Stamp now = log.now();
        GatewayStatus status = new GatewayStatus(
                identity.instance(),
                identity.region(),
                identity.colo(),
                clock.instant(),
                now.log(),
                now.offset(),
                open,
                receipts.take(),
                cache.now());
        byte[] key = identity.instance().getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(Topics.GATEWAY_STATUS, 0, key, codec.encode(status)));
    }

    /** Says goodbye with a report that is not ready, so that nobody waits for this instance, and closes the producer. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(2));
            report(false);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (KafkaException away) {
            // Then the others notice the silence.
        }
        producer.close(Duration.ofSeconds(2));
    }

    /** For an instance that has no cache yet. */
    public static CacheStatsSource noStats() {
        return () -> new CacheStats(0, 0, 0, 0);
    }
}
