package dev.tideline.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.EmbeddedRedis;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.store.RegionLease.Turn;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The second tier in a Redis Cluster, which refuses a command about keys of several slots, on however few nodes it is. */
class ClusteredTierIT extends TierContract {

    private static final int SLOTS = 16_384;

    @TempDir
    static Path directory;

    private static Process node;
    private static LettuceConnectionFactory connections;

    private final List<String> away = new ArrayList<>();
    private final CacheEvents events = new CacheEvents() {
        @Override
        public void tierAway(String tier, String why) {
            away.add(why);
        }
    };
    private final String prefix = "clustered:" + UUID.randomUUID() + ":";

    @BeforeAll
    static void connect() throws IOException, InterruptedException {
        EmbeddedRedis.start(directory, 0).close();
        int port = free();
        List<String> command = List.of(
                directory.resolve("redis-server").toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--cluster-enabled",
                "yes",
                "--cluster-port",
                Integer.toString(free()),
                "--dir",
                directory.toString(),
                "--save",
                "");
        node = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        join(port);
        connections = new LettuceConnectionFactory(new RedisClusterConfiguration(List.of("127.0.0.1:" + port)));
        connections.afterPropertiesSet();
        connections.start();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Gives the node every slot, and waits until it says that the cluster is complete. */
    private static void join(int port) throws InterruptedException {
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
        try (StatefulRedisConnection<String, String> connection = connected(client)) {
            connection.sync().clusterAddSlots(IntStream.range(0, SLOTS).toArray());
            while (!connection.sync().clusterInfo().contains("cluster_state:ok")) {
                Thread.sleep(50);
            }
        } finally {
            client.shutdown();
        }
    }

    private static StatefulRedisConnection<String, String> connected(RedisClient client) throws InterruptedException {
        while (node.isAlive()) {
            try {
                return client.connect();
            } catch (RedisConnectionException notYet) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("Redis did not start");
    }

    @AfterAll
    static void disconnect() throws InterruptedException {
        connections.destroy();
        node.destroy();
        node.waitFor();
    }

    private RedisTier tier(RedisCalls calls) {
        RedisLease lease = new RedisLease(calls, prefix, Duration.ofSeconds(30), Duration.ofSeconds(30));
        RedisTier.Bounds bounds = new RedisTier.Bounds(100_000, MAX_VARIANTS, Duration.ofMinutes(1));
        return new RedisTier(calls, prefix, lease, bounds, FrameSeal.NONE, Clock.systemUTC(), events);
    }

    @Override
    Tier tier() {
        return tier(new RedisCalls(RedisConnections.one(connections), Duration.ofSeconds(5), events));
    }

    @Test
    void theRightToFetchIsGivenAndGivenBackInOneCommandEach() {
        RedisTier tier = (RedisTier) tier();
        CacheKey key = TestingEntries.key("/a").key();
        RegionLease.Grant grant = tier.findOrAsk(key, Fields.empty()).block().grant();
        assertThat(grant.held()).isTrue();
        assertThat(tier.findOrAsk(key, Fields.empty()).block().grant().turn()).isEqualTo(Turn.WAIT);
        assertThat(tier.put(TestingEntries.entry("/a", "one"), grant, true).block())
                .isTrue();
        assertThat(tier.findOrAsk(key, Fields.empty()).block().entries()).hasSize(1);
        assertThat(away).isEmpty();
    }
}
