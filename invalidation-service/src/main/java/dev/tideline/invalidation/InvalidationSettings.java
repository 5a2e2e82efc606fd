package dev.tideline.invalidation;

import static dev.tideline.settings.WrongSetting.between;
import static dev.tideline.settings.WrongSetting.unless;

import dev.tideline.invalidation.token.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Every setting of the invalidation-service, checked when it is read.
 *
 * @param instance the name of this process, for Kafka's and operators' eyes
 * @param placement the path of placement.yaml, whose regions a purge may name; without one any name is allowed
 * @param topicReplicas of the topics this service makes where they do not exist
 * @param heartbeat how often what the log covers is said while nothing happens
 * @param widenAbove changed resources of one collection in one batch above which the whole collection is purged instead
 * @param purge limits of the purge API
 * @param fleet how instances are told apart from the dead
 * @param tokens who may do what; tokens themselves are not in the configuration, only their hashes
 */
@ConfigurationProperties("tideline")
public record InvalidationSettings(
        @DefaultValue("invalidation") String instance,
        @Nullable Path placement,
        @DefaultValue("1") short topicReplicas,
        @DefaultValue("500ms") Duration heartbeat,
        @DefaultValue("1000") int widenAbove,
        @DefaultValue Purge purge,
        @DefaultValue FleetSettings fleet,
        @DefaultValue List<TokenSettings> tokens) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");

    public InvalidationSettings {
        unless(NAME.matcher(instance).matches(), "tideline.instance", instance, "1 to 63 letters, digits and . _ -");
        within(heartbeat, 50, 60_000, "tideline.heartbeat");
        between(topicReplicas, 1, 9, "tideline.topic-replicas");
        between(widenAbove, 1, 100_000, "tideline.widen-above");
        unless(!tokens.isEmpty(), "tideline.tokens", null, "at least one caller: name, hash and roles");
    }

    static void within(Duration value, long leastMs, long mostMs, String key) {
        boolean right = value.toMillis() >= leastMs && value.toMillis() <= mostMs;
        unless(right, key, value, Duration.ofMillis(leastMs) + " to " + Duration.ofMillis(mostMs));
    }

    /**
     * Limits of the purge API.
     *
     * @param perSecond purge requests of one caller
     * @param maxScopes in one request
     * @param maxBytes of one request's body, and of the record made from it
     * @param maxWait the longest {@code Prefer: wait} that is honoured
     * @param memory how long a purge can be asked about, and an idempotency key is known
     * @param maxRemembered purges of those that are kept; the oldest go first
     */
    public record Purge(
            @DefaultValue("50") int perSecond,
            @DefaultValue("1000") int maxScopes,
            @DefaultValue("524288") int maxBytes,
            @DefaultValue("30s") Duration maxWait,
            @DefaultValue("1h") Duration memory,
            @DefaultValue("50000") int maxRemembered) {

        public Purge {
            between(perSecond, 1, 100_000, "tideline.purge.per-second");
            between(maxScopes, 1, 10_000, "tideline.purge.max-scopes");
            unless(
                    maxBytes >= 1_024 && maxBytes <= 900_000,
                    "tideline.purge.max-bytes",
                    maxBytes,
                    "1024 to 900000, below Kafka's bound of a record");
            within(maxWait, 0, 60_000, "tideline.purge.max-wait");
            within(memory, 1_000, 30L * 24 * 3600 * 1000, "tideline.purge.memory");
            between(maxRemembered, 1, 1_000_000, "tideline.purge.max-remembered");
        }
    }

    /**
     * How instances are told apart from the dead.
     *
     * @param goneAfter silence after which an instance is gone: nobody waits for it any more
     * @param forgetAfter silence after which it is not listed any more
     */
    public record FleetSettings(
            @DefaultValue("3s") Duration goneAfter,
            @DefaultValue("10m") Duration forgetAfter) {
        public FleetSettings {
            within(goneAfter, 1_500, 600_000, "tideline.fleet.gone-after");
            unless(
                    forgetAfter.compareTo(goneAfter) >= 0,
                    "tideline.fleet.forget-after",
                    forgetAfter,
                    "at least tideline.fleet.gone-after");
        }
    }

    /**
     * One caller.
     *
     * @param name of the caller, in logs and rate limits
     * @param hash lower-case hex SHA-256 of the token
     */
    public record TokenSettings(String name, String hash, Set<Role> roles) {
        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

        public TokenSettings {
            unless(NAME.matcher(name).matches(), "tideline.tokens[].name", name, "1 to 63 letters, digits and . _ -");
            unless(
                    HASH.matcher(hash).matches(),
                    "tideline.tokens[].hash",
                    "...",
                    "the SHA-256 of a token, 64 lower-case hex digits");
            unless(
                    !roles.isEmpty(),
                    "tideline.tokens[].roles",
                    roles,
                    List.of(Role.values()).toString());
        }
    }
}
