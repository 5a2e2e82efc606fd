package dev.tideline.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceCommandTest {
    @TempDir
    Path directory;

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

    @Test
    void anOperatorsTokenIsKnownToBothServicesOfOperatorsByItsHashAlone() throws Exception {
        Map<String, String> callers = command(Part.INVALIDATION).environment();
        Map<String, String> operators = command(Part.WRITE_PROCESSOR).environment();
        Path file = DevelopmentTokens.file(directory);
        String token = DevelopmentTokens.open(directory).operator();

        assertThat(callers).containsEntry("TIDELINE_TOKENS_0_ROLES", "purge,purge-all,read,erase,replay");
        assertThat(operators)
                .containsEntry("TIDELINE_OPERATORS_0_ROLE", "act")
                .containsEntry("TIDELINE_OPERATORS_0_TOKENSHA256", callers.get("TIDELINE_TOKENS_0_HASH"));
        assertThat(callers.get("TIDELINE_TOKENS_0_HASH")).matches("[0-9a-f]{64}");
        assertThat(callers.values()).doesNotContain(token);
        assertThat(Files.readString(file)).contains("operator=" + token + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(command(Part.INVALIDATION).arguments())
                .contains("--tideline.console.write-processor-url=http://127.0.0.1:7130");
    }

    @Test
    void onlyWhoSealsAndOpensHasTheMasterKey() {
        String key = "TIDELINE_SUBJECTS_MASTERKEY";
        assertThat(command(Part.GATEWAY_US_1).environment()).containsEntry(key, "master");
        assertThat(command(Part.WRITE_PROCESSOR).environment()).containsEntry(key, "master");
        assertThat(command(Part.ORIGIN).environment()).doesNotContainKey(key);
        assertThat(command(Part.INVALIDATION).environment()).doesNotContainKey(key);
    }

    @Test
    void theMasterKeyIsMadeOnceForItsOwnerAlone() throws Exception {
        Path file = directory.resolve("keys").resolve("master-key");
        String key = DevelopmentMasterKey.open(file);

        assertThat(Base64.getDecoder().decode(key)).hasSize(32);
        assertThat(DevelopmentMasterKey.open(file)).isEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @EnumSource
    void whatEveryServiceIsToldIsNotSeenInProcessLists(Part part) {
        if (part.isService()) {
            ServiceCommand command = ServiceCommand.of(
                    part,
                    settings.withServiceSettings(Map.of("some.key", "the \"value\"")),
                    new ServiceCommand.Launch(settings.jar(part), settings.jvm().options()),
                    DevelopmentTokens.open(directory),
                    "master");
            assertThat(command.environment())
                    .containsEntry("SPRING_APPLICATION_JSON", "{\"some.key\":\"the \\\"value\\\"\"}");
            assertThat(command.arguments()).noneMatch(argument -> argument.contains("value"));
        }
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
        return ServiceCommand.of(
                part,
                settings,
                new ServiceCommand.Launch(settings.jar(part), settings.jvm().options()),
                DevelopmentTokens.open(directory),
                "master");
    }
}
