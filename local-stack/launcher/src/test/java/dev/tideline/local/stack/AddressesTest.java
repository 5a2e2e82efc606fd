package dev.tideline.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @Test
    void whatIsNotChosenIsStandard() {
        Addresses addresses = new Addresses(Map.of(Part.ORIGIN, 8110));
        assertThat(addresses.http(Part.ORIGIN)).hasToString("http://127.0.0.1:8110");
        assertThat(addresses.readiness(Part.ORIGIN)).hasToString("http://127.0.0.1:8210/actuator/health/readiness");
        assertThat(addresses.kafka()).isEqualTo("127.0.0.1:7190");
        assertThat(addresses.jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:7193/tideline");
    }

    @Test
    void twoPartsCannotShareAPortNorTheManagementPortOfAnother() {
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> new Addresses(Map.of(Part.KAFKA, 7193)))
                .withMessageContaining("7193");
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> new Addresses(Map.of(Part.GATEWAY_US_1, 7201)))
                .withMessageContaining("edge-gateway-us-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_436, 70_000})
    void aPortOutOfRangeIsRefused(int port) {
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> new Addresses(Map.of(Part.KAFKA, port)))
                .withMessageContaining("allowed are 1 to 65435");
    }

    @Test
    void partsAreFoundByTitleAndShortForm() {
        assertThat(Part.named("edge-gateway-eu-1")).isEqualTo(Part.GATEWAY_EU_1);
        assertThat(Part.named("eu-1")).isEqualTo(Part.GATEWAY_EU_1);
        assertThat(Part.named("origin")).isEqualTo(Part.ORIGIN);
        assertThat(Part.named("kafka")).isEqualTo(Part.KAFKA);
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> Part.named("eu-9"))
                .withMessageStartingWith("there is no part 'eu-9'; there are: kafka, redis-eu");
    }
}
