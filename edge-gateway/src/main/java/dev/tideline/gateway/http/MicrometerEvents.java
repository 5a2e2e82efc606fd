package dev.tideline.gateway.http;

import dev.tideline.gateway.purge.Verdict;
import dev.tideline.gateway.store.CacheEvents;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Counts what happens in the cache; logs only what an operator should look into. No label holds anything a client chose. */
final class MicrometerEvents implements CacheEvents {

    private static final Log log = LogFactory.getLog(MicrometerEvents.class);

    private final MeterRegistry meters;
    private final Timer origin;
    private final TaggedCircuitBreakerMetricsPublisher breakers;
    private final HitCounters lookups;
    private final HitCounters answers;

    MicrometerEvents(MeterRegistry meters) {
        this.meters = meters;
        this.lookups = new HitCounters(meters, "tideline.cache.lookups", "tier", "result");
        this.answers = new HitCounters(meters, "tideline.cache.answers", "route", "result");
        this.origin = Timer.builder("tideline.origin.latency")
                .description("From asking the origin to the head of its answer")
                .publishPercentileHistogram()
                .register(meters);
        this.breakers = new TaggedCircuitBreakerMetricsPublisher(meters);
        beginAtZero();
    }

    /** What is rare is there from the start: of a counter that begins with its first event nobody sees the increase. */
    private void beginAtZero() {
        meters.counter("tideline.cache.corrupt", "tier", "l2");
        meters.counter("tideline.cache.away", "tier", "l2", "reason", TimeoutException.class.getSimpleName());
        for (String how : List.of("shared", "alone", "late", "crowded", "failed")) {
            meters.counter("tideline.cache.collapsed", "how", how);
        }
        for (String how : List.of("shared", "passed", "late")) {
            meters.counter("tideline.cache.leases", "how", how);
        }
    }

    private void count(String name, String... labels) {
        meters.counter("tideline.cache." + name, labels).increment();
    }

    @Override
    public void looked(String tier, boolean found) {
        lookups.count(tier, found ? "found" : "missed");
    }

    @Override
    public void kept(String tier, int bytes) {
        meters.summary("tideline.cache.kept", "tier", tier).record(bytes);
    }

    @Override
    public void dead(String tier, Verdict.Reason reason) {
        count("dead", "tier", tier, "reason", reason.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void corrupt(String tier, String name, String why) {
        count("corrupt", "tier", tier);
        log.warn("An entry in " + tier + " was not what was written there (" + why + "); it counts as a miss: " + name);
    }

    @Override
    public void tierAway(String tier, String why) {
        count("away", "tier", tier, "reason", why);
    }

    @Override
    public void tierLost(String tier, String why) {
        log.warn(tier + " is away, and counts as empty until it answers: " + why);
    }

    @Override
    public void tierFound(String tier) {
        log.info(tier + " answers again");
    }

    @Override
    public void answered(String route, String result) {
        answers.count(route, result);
    }

    @Override
    public void refused(String route, String why) {
        count("refused", "route", route, "reason", why);
    }

    @Override
    public void collapsed(String how) {
        count("collapsed", "how", how);
    }

    @Override
    public void originAnswered(Duration took) {
        origin.record(took);
    }

    @Override
    public void governed(String origin, IntSupplier limit, IntSupplier underWay, IntSupplier waiting) {
        gauge("limit", origin, limit);
        gauge("requests", origin, underWay);
        gauge("waiting", origin, waiting);
    }

    private void gauge(String name, String origin, IntSupplier value) {
        Gauge.builder("tideline.origin." + name, value::getAsInt)
                .tag("origin", origin)
                .register(meters);
    }

    @Override
    public void guarded(CircuitBreaker breaker) {
        breakers.publishMetrics(breaker);
    }

    @Override
    public void originFailed(String route, String why) {
        count("origin.failures", "route", route, "reason", why);
    }

    @Override
    public void refresh(boolean started) {
        count("refreshes", "started", Boolean.toString(started));
    }

    @Override
    public void leased(String how) {
        count("leases", "how", how);
    }
}
