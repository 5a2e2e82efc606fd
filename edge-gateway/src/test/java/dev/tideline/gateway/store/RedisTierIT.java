package dev.tideline.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.store.RegionLease.Grant;
import dev.tideline.gateway.store.RegionLease.Turn;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import reactor.netty.resources.LoopResources;

class RedisTierIT extends TierContract {

    private static LettuceConnectionFactory connections;
    private final List<String> events = new ArrayList<>();
    private final CacheEvents listener = new CacheEvents() {
        @Override
        public void corrupt(String tier, String key, String why) {
            events.add("corrupt: " + why);
        }

        @Override
        public void tierAway(String tier, String why) {
            events.add("away");
        }
    };

    @BeforeAll
    static void connect() {
        TestBackends.Redis redis = TestBackends.redis();
        connections = factory(redis.host(), redis.port());
    }

    private static LettuceConnectionFactory factory(String host, int port) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(host, port);
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    @AfterAll
    static void disconnect() {
        connections.destroy();
    }

    private RedisCalls calls(LettuceConnectionFactory to) {
        return new RedisCalls(RedisConnections.one(to), Duration.ofSeconds(5), listener);
    }

    private static RedisLease lease(RedisCalls calls, String prefix, Duration term) {
        return new RedisLease(calls, prefix, term, Duration.ofSeconds(30));
    }

    private RedisTier tier(LettuceConnectionFactory to, String prefix) {
        RedisCalls calls = calls(to);
        return tier(calls, prefix, lease(calls, prefix, Duration.ofSeconds(30)));
    }

    private RedisTier tier(RedisCalls calls, String prefix, RedisLease lease) {
        RedisTier.Bounds bounds = new RedisTier.Bounds(100_000, MAX_VARIANTS, Duration.ofMinutes(1));
        return new RedisTier(calls, prefix, lease, bounds, FrameSeal.NONE, Clock.systemUTC(), listener);
    }

    private static String prefix() {
        return "test:" + UUID.randomUUID() + ":";
    }

    @Override
    Tier tier() {
        return tier(connections, prefix());
    }

    private static CacheKey key(String path) {
        return TestingEntries.key(path).key();
    }

    @Test
    void damagedAndSwappedBytesAreMissesAndCounted() {
        String prefix = prefix();
        RedisTier tier = tier(connections, prefix);
        tier.put(TestingEntries.entry("/a", "one")).block();
        tier.put(TestingEntries.entry("/b", "two")).block();
        StringRedisTemplate redis = new StringRedisTemplate(connections);
        Names names = new Names(prefix);

        redis.rename(names.of(key("/b")).entry(), names.of(key("/a")).entry());
        assertThat(tier.find(key("/a"), Fields.empty()).block()).isEmpty();
        assertThat(events).containsExactly("corrupt: another key's entry");

        redis.opsForValue().setBit(names.of(key("/a")).entry(), 400, false);
        redis.opsForValue().setBit(names.of(key("/a")).entry(), 401, true);
        redis.opsForValue().setBit(names.of(key("/a")).entry(), 402, false);
        assertThat(tier.find(key("/a"), Fields.empty()).block()).isEmpty();
        redis.opsForValue().set(names.of(key("/a")).entry(), "not ours at all, but long enough to look like something");
        assertThat(tier.find(key("/a"), Fields.empty()).block()).isEmpty();
        assertThat(events).hasSize(3);
    }

    @Test
    void entriesExpireAndLargeOnesAreNotKept() {
        String prefix = prefix();
        RedisTier tier = tier(connections, prefix);
        tier.put(TestingEntries.entry("/a", "one")).block();
        Long ttl = new StringRedisTemplate(connections)
                .getExpire(new Names(prefix).of(key("/a")).entry());
        assertThat(ttl).isBetween(1L, 61L);
        tier.put(TestingEntries.entry("/large", "x".repeat(200_000))).block();
        assertThat(tier.find(key("/large"), Fields.empty()).block()).isEmpty();
    }

    @Test
    void aRedisThatIsAwayIsAMissAndNeverAnError() {
        LettuceConnectionFactory nowhere = factory("127.0.0.1", 1);
        try {
            RedisTier tier = tier(nowhere, prefix());
            for (int i = 0; i < 20; i++) {
                tier.put(TestingEntries.entry("/a", "one")).block();
                assertThat(tier.find(key("/a"), Fields.empty()).block()).isEmpty();
            }
            assertThat(events).isNotEmpty().allMatch("away"::equals);
        } finally {
            nowhere.destroy();
        }
    }

    @Test
    void oneHolderAtATimeAndTheTokenGrows() {
        RedisLease lease = lease(calls(connections), prefix(), Duration.ofSeconds(30));
        Grant first = lease.ask(key("/a")).block();
        assertThat(first.turn()).isEqualTo(Turn.FETCH);
        assertThat(lease.ask(key("/a")).block().turn()).isEqualTo(Turn.WAIT);
        lease.giveBack(key("/a"), first, true).block();
        Grant second = lease.ask(key("/a")).block();
        assertThat(second.token()).isGreaterThan(first.token());
        lease.giveBack(key("/a"), first, true).block();
        assertThat(lease.ask(key("/a")).block().turn())
                .as("an old token gives nothing back")
                .isEqualTo(Turn.WAIT);
        lease.giveBack(key("/a"), second, false).block();
        assertThat(lease.ask(key("/a")).block().turn()).isEqualTo(Turn.PASS);
    }

    @Test
    void aHolderWhoseTermEndedDoesNotWriteOverItsSuccessor() throws InterruptedException {
        String prefix = prefix();
        RedisCalls calls = calls(connections);
        RedisLease lease = lease(calls, prefix, Duration.ofMillis(20));
        RedisTier tier = tier(calls, prefix, lease);
        Grant slow = lease.ask(key("/a")).block();
        Grant next = Grant.NONE;
        while (!next.held()) {
            Thread.sleep(5);
            next = lease.ask(key("/a")).block();
        }
        tier.put(TestingEntries.entry("/a", "new"), next, false).block();
        tier.put(TestingEntries.entry("/a", "old"), slow, false).block();
        Entry kept = tier.find(key("/a"), Fields.empty()).block().getFirst();
        assertThat(new String(kept.body(), StandardCharsets.UTF_8)).isEqualTo("new");
    }

    @Test
    void whoFindsNothingIsAskedToFetchAndWhoKeepsTheAnswerGivesTheRightBack() {
        String prefix = prefix();
        RedisCalls calls = calls(connections);
        RedisLease lease = lease(calls, prefix, Duration.ofSeconds(30));
        RedisTier tier = tier(calls, prefix, lease);
        RedisTier.Found first = tier.findOrAsk(key("/a"), Fields.empty()).block();
        assertThat(first.entries()).isEmpty();
        assertThat(first.grant().held()).isTrue();
        assertThat(tier.findOrAsk(key("/a"), Fields.empty()).block().grant().turn())
                .isEqualTo(Turn.WAIT);

        assertThat(tier.put(TestingEntries.entry("/b", "of another key"), first.grant(), true)
                        .block())
                .isFalse();
        assertThat(lease.ask(key("/a")).block().turn()).isEqualTo(Turn.WAIT);
        assertThat(tier.put(TestingEntries.entry("/a", "one"), first.grant(), true)
                        .block())
                .isTrue();
        assertThat(lease.ask(key("/a")).block().turn()).isEqualTo(Turn.FETCH);

        RedisTier.Found second = tier.findOrAsk(key("/a"), Fields.empty()).block();
        assertThat(second.grant()).as("there is something: nobody is asked").isNull();
        assertThat(second.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.body()).asString().isEqualTo("one"));
    }

    @Test
    void aLeaseThatIsAnothersByNowIsNotGivenBack() {
        String prefix = prefix();
        RedisCalls calls = calls(connections);
        RedisLease lease = lease(calls, prefix, Duration.ofSeconds(30));
        RedisTier tier = tier(calls, prefix, lease);
        Grant lost = tier.findOrAsk(key("/a"), Fields.empty()).block().grant();
        lease.giveBack(key("/a"), lost, true).block();
        lease.ask(key("/a")).block();

        assertThat(tier.put(TestingEntries.entry("/a", "late"), lost, true).block())
                .isFalse();
        assertThat(lease.ask(key("/a")).block().turn()).isEqualTo(Turn.WAIT);
        assertThat(tier.find(key("/a"), Fields.empty()).block()).isEmpty();
    }

    @Test
    void eachEventLoopHasAConnectionOfItsOwnAndOthersUseAnyOfThem() throws Exception {
        LoopResources resources = LoopResources.create("redis-test", 2, true);
        List<EventLoop> loops = new ArrayList<>();
        resources.onServer(true).forEach(executor -> loops.add((EventLoop) executor));
        try (RedisConnections each = RedisConnections.onEach(loops, connections)) {
            RedisCalls calls = new RedisCalls(each, Duration.ofSeconds(5), listener);
            RedisTier tier = tier(calls, prefix(), lease(calls, prefix(), Duration.ofSeconds(30)));
            tier.put(TestingEntries.entry("/a", "one")).block();
            for (EventLoop loop : loops) {
                CompletableFuture<Boolean> stayed = new CompletableFuture<>();
                loop.execute(() -> tier.find(key("/a"), Fields.empty())
                        .map(found -> found.size() == 1 && loop.inEventLoop())
                        .subscribe(stayed::complete, stayed::completeExceptionally));
                assertThat(stayed.get(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(events).isEmpty();
        } finally {
            resources.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        }
    }
}
