package dev.tideline.local.chaos;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;

/** Changes a byte in whatever gateways have stored in a Redis. */
final class RedisVandal {

    private static final String CHANGE = """
            local changed = 0
            for _, key in ipairs(redis.call('keys', 'tideline:e:*')) do
                local at = math.floor(redis.call('strlen', key) / 2)
                local byte = redis.call('getrange', key, at, at)
                if #byte == 1 then
                    redis.call('setrange', key, at, string.char((byte:byte() + 1) % 256))
                    changed = changed + 1
                end
            end
            return changed
            """;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private RedisVandal() {}

    /** Until it is closed; what was changed last stays so. */
    static Background at(int port) {
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
        StatefulRedisConnection<String, String> connection = client.connect();
        Background changing = Background.every(PAUSE, () -> change(connection));
        return () -> {
            changing.close();
            connection.close();
            client.shutdown();
        };
    }

    private static void change(StatefulRedisConnection<String, String> connection) {
        try {
            connection.sync().eval(CHANGE, ScriptOutputType.INTEGER);
        } catch (RedisException cutShort) {
            // It is being closed, or Redis is away: then there is nothing to change.
        }
    }
}
