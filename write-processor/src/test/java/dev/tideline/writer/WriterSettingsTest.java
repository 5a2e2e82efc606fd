package dev.tideline.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WriterSettingsTest {

    private static WriterSettings bind(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("tideline.placement", "placement.yaml"));
        all.putAll(settings);
        return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("tideline", WriterSettings.class);
    }

    @Test
    void thePlacementIsAllThatMustBeSet() {
        WriterSettings settings = bind(Map.of());

        assertThat(settings.placement()).isEqualTo(Path.of("placement.yaml"));
        assertThat(settings.idleMarker()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.laneRules().retry().tries()).isEqualTo(5);
        assertThat(settings.laneRules().retry().longest()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.operators()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tideline.placement | '' | tideline.placement is not set; allowed: the path of placement.yaml",
                "tideline.instance | a b | tideline.instance is 'a b'; allowed: 1 to 100 letters, digits and . _ -",
                "tideline.session | 1s | tideline.session is 'PT1S'; allowed: 6s to 5m",
                "tideline.idle-marker | 1ms | tideline.idle-marker is 'PT0.001S'; allowed: 50ms to 60s",
                "tideline.batch.max-records | 0 | tideline.batch.max-records is '0'; allowed: 1 to 10000",
                "tideline.batch.max-bytes | 1B | tideline.batch.max-bytes is '1B'; allowed: 1KB to 64MB",
                "tideline.retry.first | 0s | tideline.retry.first is 'PT0S'; allowed: more than 0s",
                "tideline.retry.longest | 1ms | tideline.retry.longest is 'PT0.001S'; allowed: at least tideline.retry.first",
                "tideline.retry.tries | 99 | tideline.retry.tries is '99'; allowed: 1 to 20",
                "tideline.retry.max-parked | 0 | tideline.retry.max-parked is '0'; allowed: 1 to 1000000",
                "tideline.drain | 1h | tideline.drain is 'PT1H'; allowed: 0s to 5m",
                "tideline.topic-replicas | 0 | tideline.topic-replicas is '0'; allowed: at least 1"
            })
    void aWrongValueIsRefusedInOneLine(String key, String value, String message) {
        Throwable refused = catchThrowable(() -> bind(Map.of(key, value)));

        assertThat(new StartupFailure().analyze(refused).getDescription()).isEqualTo(message);
    }

    @Test
    void aPasswordOrDigestThatIsRefusedIsNotRepeated() {
        Throwable refused = catchThrowable(() -> bind(Map.of("tideline.reader-password", "it's secret")));

        assertThat(new StartupFailure().analyze(refused).getDescription())
                .startsWith("tideline.reader-password")
                .doesNotContain("secret'");
    }

    @Test
    void aValueOfTheWrongTypeIsRefusedByName() {
        BindException refused = (BindException) catchThrowable(() -> bind(Map.of("tideline.retry.tries", "many")));

        assertThat(new StartupFailure().analyze(refused).getDescription())
                .startsWith("tideline.retry.tries is 'many'; allowed: a value of type int");
    }

    @Test
    void thePauseBetweenTriesDoublesUpToTheLongest() {
        var retry = bind(Map.of()).laneRules().retry();

        assertThat(retry.pauseAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(retry.pauseAfter(4)).isEqualTo(Duration.ofSeconds(8));
        assertThat(retry.pauseAfter(6)).isEqualTo(Duration.ofSeconds(30));
        assertThat(retry.pauseAfter(1000)).isEqualTo(Duration.ofSeconds(30));
    }
}
