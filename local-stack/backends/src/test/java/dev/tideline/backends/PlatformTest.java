package dev.tideline.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX_AMD64",
        "Linux, x86_64, LINUX_AMD64",
        "Linux, aarch64, LINUX_ARM64",
        "Mac OS X, aarch64, DARWIN_ARM64"
    })
    void isToldByNameAndArchitecture(String os, String arch, Platform expected) {
        assertThat(Platform.of(os, arch)).isEqualTo(expected);
    }

    @Test
    void anUnknownOneIsRefusedWithTheListOfKnownOnes() {
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .withMessage("no embedded Redis and Postgres for Windows 11 on amd64; there are: "
                        + "Linux on amd64, Linux on arm64, macOS on arm64");
    }

    @ParameterizedTest
    @EnumSource
    void eachHasARedisProgram(Platform platform) {
        assertThat(Platform.class.getResource("/" + platform.redisResource())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"postgres-linux-x86_64.txz", "postgres-linux-arm_64.txz", "postgres-darwin-arm_64.txz"})
    void eachHasAPostgresProgram(String resource) {
        assertThat(Platform.class.getResource("/" + resource)).isNotNull();
    }
}
