package dev.tideline.invalidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.invalidation.token.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;

class InvalidationSettingsTest {

    private static final String HASH = "a".repeat(64);
    private static final Map<String, String> ONE_CALLER = Map.of(
            "tideline.tokens[0].name", "ops", "tideline.tokens[0].roles", "read", "tideline.tokens[0].hash", HASH);

    @Test
    void whatIsNotSetHasADefault() {
        InvalidationSettings settings = bind(ONE_CALLER);

        assertThat(settings.heartbeat()).hasMillis(500);
        assertThat(settings.purge().maxScopes()).isEqualTo(1_000);
        assertThat(settings.fleet().goneAfter()).hasSeconds(3);
    }

    @Test
    void rolesAreWrittenAsTheyAreDocumented() {
        InvalidationSettings settings = bind(Map.of(
                "tideline.tokens[0].name", "ops",
                "tideline.tokens[0].hash", HASH,
                "tideline.tokens[0].roles", "purge-all,read"));

        assertThat(settings.tokens().getFirst().roles()).containsExactlyInAnyOrder(Role.PURGE_ALL, Role.READ);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tideline.instance|no spaces|tideline.instance is 'no spaces'",
                "tideline.heartbeat|1ms|tideline.heartbeat is 'PT0.001S'",
                "tideline.topic-replicas|0|tideline.topic-replicas is '0'",
                "tideline.widen-above|0|tideline.widen-above is '0'",
                "tideline.purge.per-second|0|tideline.purge.per-second is '0'",
                "tideline.purge.max-scopes|10001|tideline.purge.max-scopes is '10001'",
                "tideline.purge.max-bytes|900001|tideline.purge.max-bytes is '900001'",
                "tideline.purge.max-wait|61s|tideline.purge.max-wait is 'PT1M1S'",
                "tideline.purge.memory|1ms|tideline.purge.memory is 'PT0.001S'",
                "tideline.purge.max-remembered|0|tideline.purge.max-remembered is '0'",
                "tideline.fleet.gone-after|1s|tideline.fleet.gone-after is 'PT1S'",
                "tideline.fleet.forget-after|2s|tideline.fleet.forget-after is 'PT2S'",
                "tideline.tokens[0].hash|secret|tideline.tokens[].hash is '...'",
            })
    void aWrongValueIsOneLineWithItsKeyAndWhatIsAllowed(String key, String value, String line) {
        Map<String, String> wrong = new HashMap<>(ONE_CALLER);
        wrong.put(key, value);

        List<String> lines = new ArrayList<>();
        assertThatThrownBy(() -> bind(wrong))
                .satisfies(failure -> lines.add(
                        NestedExceptionUtils.getMostSpecificCause(failure).getMessage()));
        assertThat(lines.getFirst()).startsWith(line).contains("; allowed: ").doesNotContain("\n");
    }

    @Test
    void withoutACallerThereIsNoStart() {
        assertThatThrownBy(() -> bind(Map.of("tideline.instance", "a")))
                .rootCause()
                .hasMessageStartingWith("tideline.tokens is not set; allowed: ");
    }

    private static InvalidationSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("tideline", InvalidationSettings.class);
    }
}
