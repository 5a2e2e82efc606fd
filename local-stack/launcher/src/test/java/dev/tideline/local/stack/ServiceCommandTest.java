package dev.tideline.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceCommandTest {
    private final StackSettings settings = StackSettings.of(Path.of("/src"), Path.of("/data"), Addresses.standard());

    @Test
    void aGatewayIsToldWhoAndWhereItIsAndItsRegionsRedis() {
        assertThat(command(Part.GATEWAY_US_1).arguments())
                .contains(
                        "--server.port=7103",
                        "--management.server.port=7203",
                        "--tideline.instance=us-1",
                        "--tideline.region=us",
                        "--tideline.colo=iad",
                        "--tideline.origin-url=http://127.0.0.1:7110",
                        "--spring.data.redis.port=7192",
                        "--spring.kafka.bootstrap-servers=127.0.0.1:7190",
                        "--tideline.placement=/src/local-stack/launcher/placement/placement.yaml");
        assertThat(command(Part.GATEWAY_EU_2).arguments()).contains("--spring.data.redis.port=7191");
    }

    @Test
    void theOriginReadsWithARoleThatCannotWrite() {
        assertThat(command(Part.ORIGIN).environment())
                .containsEntry("SPRING_DATASOURCE_USERNAME", ServiceCommand.READER)
                .containsEntry("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:7193/tideline");
    }

    @ParameterizedTest
    @EnumSource
    void noPasswordIsOnACommandLine(Part part) {
        if (part.isService()) {
            assertThat(command(part).arguments()).noneMatch(argument -> argument.contains("assword"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServiceCanBeFoundAgainByItsMarks(Part part) {
        if (part.isService()) {
            List<String> arguments = command(part).arguments();
            assertThat(arguments).startsWith("-Dtideline.stack=/data", "-Dtideline.part=" + part.title());
            assertThat(arguments).contains("-Xmx256m");
        }
    }

    private ServiceCommand command(Part part) {
        return ServiceCommand.of(part, settings, ServiceCommand.Launch.plain(settings.jar(part)));
    }
}
