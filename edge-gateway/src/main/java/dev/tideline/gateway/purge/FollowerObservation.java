package dev.tideline.gateway.purge;

import dev.tideline.events.PurgeIssued;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs what the follower does. A failure is logged when it begins, not each time it is tried again. */
final class FollowerObservation implements FollowerListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(PurgeFollower.class);

    /** The tag of a log that all homes share. */
    static final String SHARED = "all";

    private final String home;
    private final Clock clock;
    private final Timer lag;
    private final Counter unreadable;
    private final Counter failures;
    private boolean failing;
    private volatile boolean live;

    /** @param home whose log it is; {@link #SHARED} where all homes have one */
    FollowerObservation(String home, PurgeLog log, SessionGate gate, MeterRegistry meters, Clock clock) {
        this.home = home;
        this.clock = clock;
        Tags tags = Tags.of("home", home);
        this.lag = Timer.builder("tideline.purge.lag")
                .description("from a change's commit, or a purge's issue, to its application here")
                .publishPercentileHistogram()
                .tags(tags)
                .register(meters);
        this.unreadable = Counter.builder("tideline.purge.unreadable")
                .description("records of the purge log passed over")
                .tags(tags)
                .register(meters);
        this.failures = Counter.builder("tideline.purge.follower.failures")
                .description("times the purge log could not be read")
                .tags(tags)
                .register(meters);
        Gauge.builder("tideline.purge.position", log, l -> l.now().offset())
                .tags(tags)
                .register(meters);
        Gauge.builder("tideline.purge.scopes", log, PurgeLog::size).tags(tags).register(meters);
        Gauge.builder("tideline.purge.bytes", log, PurgeLog::bytes)
                .baseUnit("bytes")
                .tags(tags)
                .register(meters);
        Gauge.builder("tideline.session.waiting", gate, SessionGate::waiting)
                .tags(tags)
                .register(meters);
        Gauge.builder(
                        "tideline.purge.staleness",
                        log,
                        l -> l.coverage()
                                .currentAsOf()
                                .map(t -> Duration.between(t, clock.instant()).toMillis() / 1000.0)
                                .orElse(Double.NaN))
                .description("age of what the purge log covers")
                .baseUnit("seconds")
                .tags(tags)
                .register(meters);
    }

    @Override
    public void opened(String log, long first, long end) {
        failing = false;
        LOGGER.info("purge log {} of {} opened at {}, {} records to replay", log, home, first, end - first);
    }

    @Override
    public void caughtUp() {
        live = true;
        LOGGER.info("purge log of {} replayed", home);
    }

    @Override
    public void purged(long offset, PurgeIssued purge) {
        if (live) {
            Instant since = purge.committedAt() == null ? purge.issuedAt() : purge.committedAt();
            Duration took = Duration.between(since, clock.instant());
            lag.record(took.isNegative() ? Duration.ZERO : took);
        }
    }

    @Override
    public void unreadable(long offset, String reason) {
        unreadable.increment();
        LOGGER.warn("purge log record {} of {} passed over: {}", offset, home, reason);
    }

    @Override
    public void failed(RuntimeException cause) {
        failures.increment();
        if (!failing) {
            LOGGER.warn("the purge log of {} cannot be read, trying on: {}", home, cause.toString());
        }
        failing = true;
    }
}
