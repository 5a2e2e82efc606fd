package dev.tideline.gateway.write;

import static dev.tideline.settings.WrongSetting.between;
import static dev.tideline.settings.WrongSetting.unless;

import dev.tideline.settings.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How writes are accepted. A wrong value stops the start with one line.
 *
 * @param maxBody the largest body, whatever a collection allows; Kafka takes records of 1 MiB, in which a body may be
 *     twice as long as it came
 * @param maxDepth of JSON
 * @param intake what may be on its way at the same time
 * @param log the queue's producer
 * @param idempotency what is remembered of recent writes
 * @param waiting how {@code Prefer: wait} is honoured
 * @param queue when the queue is too long to take more
 */
@ConfigurationProperties("tideline.writes")
public record WriteSettings(
        @DefaultValue("480KB") DataSize maxBody,
        @DefaultValue("64") int maxDepth,
        @DefaultValue Intake intake,
        @DefaultValue Log log,
        @DefaultValue Idempotency idempotency,
        @DefaultValue Waiting waiting,
        @DefaultValue Queue queue) {

    public WriteSettings {
        between(maxBody.toBytes(), 1, 480 << 10, "tideline.writes.max-body");
        between(maxDepth, 1, 500, "tideline.writes.max-depth");
    }

    private static void positive(Duration value, String key) {
        WrongSetting.positive(value, 7, key);
    }

    private static void less(Duration value, Duration than, String key, String thanKey) {
        unless(value.compareTo(than) < 0, key, value, "less than " + thanKey + " (" + than + ")");
    }

    /**
     * What may be on its way at the same time.
     *
     * @param maxRequests writes that are not answered yet; more get 503. Waiting for an outcome does not count
     * @param maxBytes of their bodies together
     * @param bodyTimeout how long a body may take to arrive
     */
    public record Intake(
            @DefaultValue("2000") int maxRequests,
            @DefaultValue("64MB") DataSize maxBytes,
            @DefaultValue("10s") Duration bodyTimeout) {

        public Intake {
            between(maxRequests, 1, 1_000_000, "tideline.writes.intake.max-requests");
            between(maxBytes.toBytes(), 480 << 10, Integer.MAX_VALUE, "tideline.writes.intake.max-bytes");
            positive(bodyTimeout, "tideline.writes.intake.body-timeout");
        }
    }

    /**
     * The queue's producer; {@code spring.kafka.*} says where the brokers are.
     *
     * @param deadline within which a write is acknowledged or refused, counted from when it was validated
     * @param maxBlock how long a write may wait for Kafka's metadata or for room in the producer
     * @param delivery how long the producer tries to deliver a record, retries included
     * @param requestTimeout how long one try takes
     * @param linger how long a batch waits for more
     * @param threads that hand records to the producer, which may block them
     */
    public record Log(
            @DefaultValue("5s") Duration deadline,
            @DefaultValue("2s") Duration maxBlock,
            @DefaultValue("4s") Duration delivery,
            @DefaultValue("2s") Duration requestTimeout,
            @DefaultValue("1ms") Duration linger,
            @DefaultValue("2") int threads) {

        public Log {
            positive(deadline, "tideline.writes.log.deadline");
            positive(maxBlock, "tideline.writes.log.max-block");
            positive(delivery, "tideline.writes.log.delivery");
            positive(requestTimeout, "tideline.writes.log.request-timeout");
            unless(
                    !linger.isNegative() && linger.toMillis() <= 1000,
                    "tideline.writes.log.linger",
                    linger,
                    "0ms to 1000ms");
            unless(
                    delivery.compareTo(requestTimeout.plus(linger)) >= 0,
                    "tideline.writes.log.delivery",
                    delivery,
                    "at least request-timeout and linger together");
            less(maxBlock, deadline, "tideline.writes.log.max-block", "deadline");
            less(delivery, deadline, "tideline.writes.log.delivery", "deadline");
            between(threads, 1, 64, "tideline.writes.log.threads");
        }
    }

    /**
     * What is remembered of recent writes.
     *
     * @param remembered how many writes this instance remembers; the origin knows the others
     * @param retention how long a key is remembered here; write-processor's setting decides for the fleet
     * @param lookup how long the origin may take to say whether it knows a key; then the write is queued all the same
     */
    public record Idempotency(
            @DefaultValue("100000") int remembered,
            @DefaultValue("24h") Duration retention,
            @DefaultValue("300ms") Duration lookup) {

        public Idempotency {
            between(remembered, 1, 100_000_000, "tideline.writes.idempotency.remembered");
            positive(retention, "tideline.writes.idempotency.retention");
            positive(lookup, "tideline.writes.idempotency.lookup");
        }
    }

    /**
     * How {@code Prefer: wait} is honoured.
     *
     * @param limit the longest wait, whatever the client would like
     * @param strong the wait for a collection of tier strong, where the client does not say
     * @param maxWaiters requests that wait at the same time; more are answered 202 at once
     * @param firstPoll how long after its acceptance a write's outcome is first asked for
     * @param slowestPoll the longest time between two such questions
     */
    public record Waiting(
            @DefaultValue("30s") Duration limit,
            @DefaultValue("10s") Duration strong,
            @DefaultValue("500") int maxWaiters,
            @DefaultValue("10ms") Duration firstPoll,
            @DefaultValue("250ms") Duration slowestPoll) {

        public Waiting {
            positive(limit, "tideline.writes.waiting.limit");
            positive(strong, "tideline.writes.waiting.strong");
            between(maxWaiters, 0, 100_000, "tideline.writes.waiting.max-waiters");
            positive(firstPoll, "tideline.writes.waiting.first-poll");
            positive(slowestPoll, "tideline.writes.waiting.slowest-poll");
        }
    }

    /**
     * When the queue is too long to take more, and when it is short enough again.
     *
     * @param closeAboveRecords writes that are queued and not applied
     * @param reopenBelowRecords less than {@code closeAboveRecords}
     * @param closeAboveAge of the oldest write that is queued and not applied
     * @param reopenBelowAge less than {@code closeAboveAge}
     * @param every how often the queue is measured
     * @param retryAfter what refused clients are told to wait
     */
    public record Queue(
            @DefaultValue("500000") long closeAboveRecords,
            @DefaultValue("400000") long reopenBelowRecords,
            @DefaultValue("10m") Duration closeAboveAge,
            @DefaultValue("8m") Duration reopenBelowAge,
            @DefaultValue("1s") Duration every,
            @DefaultValue("10s") Duration retryAfter) {

        public Queue {
            between(closeAboveRecords, 1, Long.MAX_VALUE, "tideline.writes.queue.close-above-records");
            between(reopenBelowRecords, 0, closeAboveRecords - 1, "tideline.writes.queue.reopen-below-records");
            positive(closeAboveAge, "tideline.writes.queue.close-above-age");
            positive(reopenBelowAge, "tideline.writes.queue.reopen-below-age");
            less(reopenBelowAge, closeAboveAge, "tideline.writes.queue.reopen-below-age", "close-above-age");
            positive(every, "tideline.writes.queue.every");
            between(retryAfter.toSeconds(), 1, 3600, "tideline.writes.queue.retry-after (seconds)");
        }
    }
}
