package dev.tideline.invalidation.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ConsoleSettingsTest {

    @Test
    void withoutAWriteProcessorThereIsNoQueueToShow() {
        ConsoleSettings settings = bind(Map.of());

        assertThat(settings.writeProcessorUrl()).isNull();
        assertThat(settings.timeout()).hasSeconds(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write-processor-url|ftp://w:7130|tideline.console.write-processor-url is 'ftp://w:7130'",
                "write-processor-url|w:7130|tideline.console.write-processor-url is 'w:7130'",
                "write-processor-url|http://w:7130/x|tideline.console.write-processor-url is 'http://w:7130/x'",
                "timeout|61s|tideline.console.timeout is 'PT1M1S'",
            })
    void aWrongValueIsOneLineWithItsKeyAndWhatIsAllowed(String key, String value, String line) {
        assertThatThrownBy(() -> bind(Map.of("tideline.console." + key, value)))
                .rootCause()
                .hasMessageStartingWith(line + "; allowed: ");
    }

    private static ConsoleSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("tideline.console", ConsoleSettings.class);
    }
}
