package dev.tideline.writer;

import static dev.tideline.settings.WrongSetting.between;
import static dev.tideline.settings.WrongSetting.unless;

import dev.tideline.settings.WrongSetting;
import dev.tideline.subjects.MasterKey;
import dev.tideline.writer.intake.LaneRules;
import dev.tideline.writer.intake.RetryRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Every setting of the write-processor, checked when it is read.
 *
 * @param placement the path of {@code placement.yaml}
 * @param instance names this process in the consumer group: unique among running ones, and the same after a restart, which
 *     then goes on at once instead of after the session's end
 * @param session how long Kafka waits for a silent processor before another one takes over
 * @param idleMarker how often a partition without writes says so
 * @param drain how long a batch may take to end when the partition or the process is to be given up
 * @param keepOutcomes how long the outcome of a write can be asked for, and its repetition is recognised
 * @param readerPassword of the Postgres role {@code tideline_reader}
 * @param subjects how writes of residency-bound collections are opened
 * @param operators who may use the operators' API; nobody by default
 * @param topicReplicas of the topics this service makes where they do not exist
 */
@ConfigurationProperties("tideline")
public record WriterSettings(
        @Nullable Path placement,
        @DefaultValue("write-processor") String instance,
        @DefaultValue("10s") Duration session,
        @DefaultValue("500ms") Duration idleMarker,
        @DefaultValue("15s") Duration drain,
        @DefaultValue("7d") Duration keepOutcomes,
        @DefaultValue("tideline_reader") String readerPassword,
        @DefaultValue("1") short topicReplicas,
        @DefaultValue BatchSettings batch,
        @DefaultValue RetrySettings retry,
        @DefaultValue SubjectSettings subjects,
        @DefaultValue List<OperatorSettings> operators) {

    /**
     * How writes of residency-bound collections are opened.
     *
     * @param masterKey {@link MasterKey#FORM}, the same as at the gateways; needed where a collection has a residency
     */
    public record SubjectSettings(@Nullable String masterKey) {

        /** Null where none is set. */
        @Nullable
        MasterKey master() {
            try {
                return masterKey == null ? null : MasterKey.of(masterKey);
            } catch (IllegalArgumentException malformed) {
                throw new WrongSetting("tideline.subjects.master-key", malformed.getMessage(), MasterKey.FORM);
            }
        }
    }

    /**
     * Someone who may use the operators' API.
     *
     * @param name as it stands in the audit
     * @param role {@code view} may list, {@code act} may also read records, replay and discard
     * @param tokenSha256 lower-case hex SHA-256 of the bearer token; the token itself stands nowhere
     */
    public record OperatorSettings(String name, Role role, String tokenSha256) {
        public OperatorSettings {
            unless(
                    name != null && name.matches("[A-Za-z0-9._@-]{1,64}"),
                    "tideline.operators[].name",
                    name,
                    "1 to 64 letters, digits and . _ @ -");
            unless(role != null, "tideline.operators[].role", role, "view or act");
            unless(
                    tokenSha256 != null && tokenSha256.matches("[0-9a-f]{64}"),
                    "tideline.operators[].token-sha256",
                    null,
                    "the lower-case hex SHA-256 of a token");
        }
    }

    /** What an operator may do. */
    public enum Role {
        VIEW,
        ACT
    }

    /**
     * The bounds of one transaction.
     *
     * @param parallel how many batches, each of another partition, are in transactions at the same time; the connection
     *     pool needs two more for everything else
     * @param maxBytes of records; one record may exceed it alone
     */
    public record BatchSettings(
            @DefaultValue("2000") int maxRecords,
            @DefaultValue("4MB") DataSize maxBytes,
            @DefaultValue("4") int parallel) {
        public BatchSettings {
            between(parallel, 1, 64, "tideline.batch.parallel");
            between(maxRecords, 1, 10_000, "tideline.batch.max-records");
            unless(
                    maxBytes.toBytes() >= 1024 && maxBytes.toMegabytes() <= 64,
                    "tideline.batch.max-bytes",
                    maxBytes,
                    "1KB to 64MB");
        }
    }

    /**
     * When a write that failed by its own fault is tried again.
     *
     * @param first pause, doubled after each further failure
     * @param longest pause
     * @param tries in all before it is a dead letter
     * @param maxParked writes of one partition that wait for another try, or behind one that does; the partition takes no
     *     further batch before there are fewer
     */
    public record RetrySettings(
            @DefaultValue("1s") Duration first,
            @DefaultValue("30s") Duration longest,
            @DefaultValue("5") int tries,
            @DefaultValue("10000") int maxParked) {
        public RetrySettings {
            unless(first.isPositive(), "tideline.retry.first", first, "more than 0s");
            unless(longest.compareTo(first) >= 0, "tideline.retry.longest", longest, "at least tideline.retry.first");
            between(tries, 1, 20, "tideline.retry.tries");
            between(maxParked, 1, 1_000_000, "tideline.retry.max-parked");
        }
    }

    public WriterSettings {
        unless(placement != null, "tideline.placement", placement, "the path of placement.yaml");
        unless(
                instance.matches("[A-Za-z0-9._-]{1,100}"),
                "tideline.instance",
                instance,
                "1 to 100 letters, digits and . _ -");
        unless(session.toSeconds() >= 6 && session.toMinutes() <= 5, "tideline.session", session, "6s to 5m");
        unless(
                idleMarker.toMillis() >= 50 && idleMarker.toSeconds() <= 60,
                "tideline.idle-marker",
                idleMarker,
                "50ms to 60s");
        unless(!drain.isNegative() && drain.toMinutes() <= 5, "tideline.drain", drain, "0s to 5m");
        // A retry with an Idempotency-Key may come for a day.
        unless(
                keepOutcomes.toHours() >= 25 && keepOutcomes.toDays() <= 3650,
                "tideline.keep-outcomes",
                keepOutcomes,
                "25h to 3650d");
        unless(
                readerPassword.matches("[A-Za-z0-9._~-]{1,100}"),
                "tideline.reader-password",
                null,
                "1 to 100 letters, digits and . _ ~ -");
        unless(topicReplicas >= 1, "tideline.topic-replicas", topicReplicas, "at least 1");
    }

    public LaneRules laneRules() {
        return new LaneRules(
                batch.maxRecords(),
                batch.maxBytes().toBytes(),
                retry.maxParked(),
                new RetryRule(retry.first(), retry.longest(), retry.tries()));
    }
}
