package dev.tideline.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.diagnostics.FailureAnalysis;

class GatewaySettingsTest {

    private static GatewaySettings bind(Map<String, String> values) {
        return new Binder(
                        List.of(new MapConfigurationPropertySource(values)),
                        null,
                        ApplicationConversionService.getSharedInstance())
                .bindOrCreate("tideline", GatewaySettings.class);
    }

    @Test
    void theDefaultsAreValid() {
        GatewaySettings settings = bind(Map.of());
        assertThat(settings.region()).isEqualTo("eu");
        assertThat(settings.cache().maxEntry().toMegabytes()).isEqualTo(2);
        assertThat(settings.cache().l2().enabled()).isFalse();
        assertThat(settings.fill().maxWaiters()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({
        "tideline.instance, EU_1, lower-case",
        "tideline.region, '', lower-case",
        "tideline.colo, a b, letters",
        "tideline.origin-url, ftp://x, http",
        "tideline.cache.max-entry, 1GB, 67108864",
        "tideline.cache.l1, 1KB, at least",
        "tideline.cache.max-variants, 0, 1 to 1000",
        "tideline.cache.keep-stale, -1s, above zero",
        "tideline.cache.serve-on-disconnect, -1s, 0s",
        "tideline.cache.l2.timeout, 0s, above zero",
        "tideline.fill.max-waiters, -1, 0 to",
        "tideline.fill.wait-limit, 0s, above zero",
        "tideline.fill.max-fills, 0, 1 to",
        "tideline.fill.lease, 500d, at most 365d"
    })
    void aWrongValueIsToldInOneLineWithItsKey(String key, String value, String allowed) {
        assertThatThrownBy(() -> bind(Map.of(key, value))).satisfies(error -> {
            FailureAnalysis analysis = new WrongSettingAnalyzer().analyze(error);
            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription())
                    .startsWith(key + " is '")
                    .contains(allowed)
                    .doesNotContain("\n");
        });
    }
}
