package dev.tideline.local.chaos;

import dev.tideline.local.stack.StackException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be broken on a running stack: the rows of the failure table, and an upgrade. */
public enum Scenario {
    ORIGIN_KILLED(
            "origin-killed",
            "origin-service is killed and started again",
            "what is cached is answered, stale where it may be; writes are accepted"),
    GATEWAY_KILLED(
            "gateway-killed",
            "the gateway eu-2 is killed and started again",
            "its readers are answered by the others; it comes back with what Redis has"),
    REDIS_KILLED("redis-killed", "Redis of eu is killed and comes back empty", "the first tier and the origin answer"),
    REDIS_CORRUPT(
            "redis-corrupt",
            "a byte of every entry in Redis of eu is changed, four times a second, while eu-2 starts with an empty memory",
            "each is a miss and a count, never an answer"),
    KAFKA_PAUSED(
            "kafka-paused",
            "Kafka stands still and goes on",
            "reads go on, and say how old they may be; writes get 503, none that was accepted is lost"),
    POSTGRES_PAUSED(
            "postgres-paused",
            "Postgres stands still and goes on",
            "what is cached is answered; writes are accepted and applied afterwards"),
    INVALIDATION_KILLED(
            "invalidation-killed",
            "invalidation-service is killed and started again",
            "answers say that they may be older, and are checked at the origin past the limit"),
    PROCESSOR_KILLED(
            "processor-killed",
            "write-processor is killed and started again",
            "writes are accepted, and applied afterwards, once"),
    WRITE_FLOOD(
            "write-flood",
            "write-processor stands still while 48 clients write as fast as they can",
            "past the limit of the queue writes get 503; it drains, then they are accepted again"),
    SLOW_ORIGIN(
            "slow-origin",
            "origin-service stands still nine tenths of the time",
            "what is cached does not wait for it"),
    REFILL_STORM(
            "refill-storm",
            "origin-service is killed, everything is purged, and it comes back to 36 readers",
            "each document is fetched once a region, and the origin sees no more at a time than it answers well"),
    ROLLING_RESTART(
            "rolling-restart",
            "every service is restarted under load, one after the other, as an upgrade does",
            "no request fails");

    private final String title;
    private final String breaks;
    private final String expected;

    Scenario(String title, String breaks, String expected) {
        this.title = title;
        this.breaks = breaks;
        this.expected = expected;
    }

    /** Its name on the command line. */
    public String title() {
        return title;
    }

    /** What is broken, as a sentence without its full stop. */
    public String breaks() {
        return breaks;
    }

    /** What clients see, likewise. */
    public String expected() {
        return expected;
    }

    /** @throws StackException naming those there are */
    static Scenario named(String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.title.equals(name))
                .findFirst()
                .orElseThrow(() -> new StackException("there is no scenario '" + name + "'; there are: "
                        + Arrays.stream(values()).map(Scenario::title).collect(Collectors.joining(", "))));
    }
}
