package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.settings.WrongSetting;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class WriteSettingsTest {

    @Test
    void everyKeyHasADefault() {
        assertThat(bind())
                .isEqualTo(new WriteSettings(
                        DataSize.ofKilobytes(480),
                        64,
                        new WriteSettings.Intake(2000, DataSize.ofMegabytes(64), Duration.ofSeconds(10)),
                        new WriteSettings.Log(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(2),
                                Duration.ofMillis(1),
                                2),
                        new WriteSettings.Idempotency(100_000, Duration.ofHours(24), Duration.ofMillis(300)),
                        new WriteSettings.Waiting(
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10),
                                500,
                                Duration.ofMillis(10),
                                Duration.ofMillis(250)),
                        new WriteSettings.Queue(
                                500_000,
                                400_000,
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(8),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(10))));
    }

    @ParameterizedTest
    @CsvSource({
        "max-body,                     481KB",
        "max-body,                     0B",
        "max-depth,                    0",
        "intake.max-requests,          0",
        "intake.max-bytes,             100KB",
        "intake.body-timeout,          0s",
        "log.deadline,                 0s",
        "log.max-block,                5s",
        "log.delivery,                 5s",
        "log.delivery,                 1s",
        "log.linger,                   -1ms",
        "log.threads,                  0",
        "idempotency.remembered,       0",
        "idempotency.retention,        8d",
        "idempotency.lookup,           0s",
        "waiting.limit,                0s",
        "waiting.max-waiters,          -1",
        "queue.close-above-records,    0",
        "queue.reopen-below-records,   500000",
        "queue.reopen-below-age,       10m",
        "queue.retry-after,            0s",
    })
    void aWrongValueIsNamedInOneLine(String key, String value) {
        assertThatThrownBy(() -> bind(key + "=" + value))
                .rootCause()
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("tideline.writes." + key)
                .hasMessageContaining("; allowed: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aBodyAlwaysFitsOneRecordOfKafka() {
        // Every character that JSON must escape once more inside the event is one byte: twice the body, and the rest.
        long longest = bind().maxBody().toBytes() * 2;
        assertThat(longest).isLessThan(1024 * 1024 - 10_000);
    }

    private static WriteSettings bind(String... settings) {
        Map<String, String> values = new HashMap<>();
        Arrays.stream(settings)
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> values.put("tideline.writes." + setting[0], setting[1]));
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("tideline.writes", Bindable.of(WriteSettings.class));
    }
}
