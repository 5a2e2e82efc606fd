package dev.tideline.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.store.FrameSeal.Protection;
import dev.tideline.placement.View;
import dev.tideline.subjects.SubjectKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import reactor.core.publisher.Mono;

/** The second tier, with all that it keeps encrypted. */
class SealedTierIT extends TierContract {

    private static LettuceConnectionFactory connections;

    private final SubjectKey key = SubjectKey.fresh();
    private final String prefix = "sealed:" + UUID.randomUUID() + ":";
    private final List<String> corrupt = new ArrayList<>();
    private final CacheEvents events = new CacheEvents() {
        @Override
        public void corrupt(String tier, String name, String why) {
            corrupt.add(why);
        }
    };

    @BeforeAll
    static void connect() {
        TestBackends.Redis redis = TestBackends.redis();
        connections = new LettuceConnectionFactory(redis.host(), redis.port());
        connections.afterPropertiesSet();
        connections.start();
    }

    @AfterAll
    static void disconnect() {
        connections.destroy();
    }

    private RedisTier tier(FrameSeal seals) {
        RedisCalls calls = new RedisCalls(RedisConnections.one(connections), Duration.ofSeconds(5), events);
        RedisLease lease = new RedisLease(calls, prefix, Duration.ofSeconds(30), Duration.ofSeconds(30));
        RedisTier.Bounds bounds = new RedisTier.Bounds(100_000, MAX_VARIANTS, Duration.ofMinutes(1));
        return new RedisTier(calls, prefix, lease, bounds, seals, Clock.systemUTC(), events);
    }

    private RedisTier sealed(SubjectKey with) {
        return tier(entry -> new Protection.Keyed(Mono.just(with)));
    }

    @Override
    Tier tier() {
        return sealed(key);
    }

    private static RedisTemplate<String, byte[]> redis() {
        RedisTemplate<String, byte[]> redis = new RedisTemplate<>();
        redis.setConnectionFactory(connections);
        redis.setKeySerializer(RedisSerializer.string());
        redis.setValueSerializer(RedisSerializer.byteArray());
        redis.afterPropertiesSet();
        return redis;
    }

    private byte[] bytes(String path) {
        return redis().opsForValue().get(name(path));
    }

    private String name(String path) {
        return new Names(prefix).of(key(path)).entry();
    }

    private static CacheKey key(String path) {
        return TestingEntries.key(path).key();
    }

    private static List<Entry> find(Tier tier, String path) {
        return tier.find(key(path), Fields.empty()).block();
    }

    @Test
    void nothingOfTheAnswerIsInRedisInClear() {
        sealed(key)
                .put(TestingEntries.entry("/a", "anna@example.org", "X-Note", "of anna"))
                .block();
        tier(FrameSeal.NONE).put(TestingEntries.entry("/b", "ben@example.org")).block();

        assertThat(new String(bytes("/a"), UTF_8)).doesNotContain("anna");
        assertThat(new String(bytes("/b"), UTF_8)).contains("ben@example.org");
        assertThat(find(sealed(key), "/a")).hasSize(1);
        assertThat(corrupt).isEmpty();
    }

    @Test
    void withoutItsKeyItIsAMiss() {
        sealed(key).put(TestingEntries.entry("/a", "one")).block();

        assertThat(find(tier(entry -> new Protection.Keyed(Mono.empty())), "/a"))
                .isEmpty();
        assertThat(find(tier(entry -> new Protection.NotKept()), "/a")).isEmpty();
        assertThat(corrupt).isEmpty();
        assertThat(find(sealed(SubjectKey.fresh()), "/a")).isEmpty();
        assertThat(corrupt).hasSize(1);
    }

    @Test
    void whatHasNoKeyOrMayNotBeKeptIsNot() {
        tier(entry -> new Protection.Keyed(Mono.empty()))
                .put(TestingEntries.entry("/a", "one"))
                .block();
        tier(entry -> new Protection.NotKept())
                .put(TestingEntries.entry("/b", "one"))
                .block();
        // Bound to a region, as its origin says, but not to be told from its URL.
        tier(FrameSeal.NONE)
                .put(TestingEntries.entry("/c", "one", "Vary", View.HEADER))
                .block();

        assertThat(redis().keys(prefix + "*")).isEmpty();
    }

    @Test
    void anotherKeysFrameAndEveryChangedByteIsAMissAndCounted() {
        RedisTier tier = sealed(key);
        tier.put(TestingEntries.entry("/a", "one")).block();
        byte[] frame = bytes("/a");
        redis().opsForValue().set(name("/b"), frame);
        assertThat(find(tier, "/b")).isEmpty();
        assertThat(corrupt).hasSize(1);

        for (int at = 0; at < frame.length; at++) {
            byte[] bad = frame.clone();
            bad[at] ^= 1;
            redis().opsForValue().set(name("/a"), bad);
            assertThat(find(tier, "/a")).as("byte " + at).isEmpty();
        }
        assertThat(corrupt).hasSize(1 + frame.length);
    }

    @Test
    void whatLayThereInClearIsNotServedAndNobodysFault() {
        tier(FrameSeal.NONE).put(TestingEntries.entry("/a", "one")).block();
        assertThat(find(sealed(key), "/a")).isEmpty();
        assertThat(corrupt).isEmpty();
    }
}
