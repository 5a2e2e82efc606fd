package dev.tideline.local.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Topics;
import dev.tideline.local.kubernetes.Manifests.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

    private static final Pattern IMAGE = Pattern.compile("(?:imageName|image): \"?([^\"\\n]+)\"?");
    private static final Pattern FIXED = Pattern.compile("[a-z0-9./-]+:v?[0-9][A-Za-z0-9.-]*");

    @ParameterizedTest
    @ValueSource(strings = {"eu", "us", "ap", "ap-mirrored", "local"})
    void noFieldIsOneThatKubernetesDoesNotKnow(String overlay) {
        assertThat(Strictness.unknownFields(Manifests.of(overlay))).isEmpty();
    }

    @Test
    void aMisspeltFieldIsFound() {
        Manifests wrong = Manifests.parse("wrong", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: typo}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: service, image: a, readynessProbe: {}}
                """);

        assertThat(Strictness.unknownFields(wrong)).singleElement().asString().contains("readynessProbe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu", "us", "ap", "ap-mirrored", "local"})
    void everyImageHasAFixedTag(String overlay) {
        String yaml = Manifests.SERIALIZATION.asYaml(Manifests.of(overlay).objects());
        List<String> images = IMAGE.matcher(yaml)
                .results()
                .map(found -> found.group(1).strip())
                .toList();

        assertThat(images).isNotEmpty().allMatch(image -> FIXED.matcher(image).matches());
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu", "us", "ap", "ap-mirrored", "local"})
    void everyReferenceFindsItsKey(String overlay) {
        Manifests manifests = Manifests.of(overlay);
        Set<References> promised = References.promised(manifests);

        for (Workload workload : manifests.workloads()) {
            assertThat(References.of(workload)).as(workload.name()).allMatch(promised::contains);
            workload.containers().stream()
                    .flatMap(container -> container.getEnvFrom().stream())
                    .forEach(from -> assertThat(manifests.find(
                                    ConfigMap.class, from.getConfigMapRef().getName()))
                            .isPresent());
            assertVolumesAreThere(workload);
        }
    }

    private static void assertVolumesAreThere(Workload workload) {
        Set<String> volumes = workload.pods().getSpec().getVolumes().stream()
                .map(volume -> volume.getName())
                .collect(Collectors.toSet());
        assertThat(workload.containers())
                .flatExtracting(Container::getVolumeMounts)
                .as(workload.name())
                .allMatch(mount -> volumes.contains(mount.getName()));
    }

    @Test
    void everySecretThatSomebodyHasToMakeIsExplained() throws IOException {
        String readme = Files.readString(Manifests.ROOT.resolve("k8s/README.md"));

        assertThat(References.explained()).allMatch(secret -> readme.contains("`" + secret + "`"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu", "us", "ap", "ap-mirrored", "local"})
    void everySelectorMeetsItsPods(String overlay) {
        Manifests manifests = Manifests.of(overlay);

        for (Service service : manifests.all(Service.class)) {
            Workload target = only(manifests, service.getSpec().getSelector());
            Set<String> ports = portNames(target);
            assertThat(service.getSpec().getPorts())
                    .as(service.getMetadata().getName())
                    .allMatch(port -> ports.contains(port.getTargetPort().getStrVal()));
        }
        for (PodDisruptionBudget budget : manifests.all(PodDisruptionBudget.class)) {
            assertThat(only(manifests, budget.getSpec().getSelector().getMatchLabels())
                            .name())
                    .isEqualTo(budget.getMetadata().getName());
        }
        for (HorizontalPodAutoscaler scaler : manifests.all(HorizontalPodAutoscaler.class)) {
            Workload scaled =
                    byName(manifests, scaler.getSpec().getScaleTargetRef().getName());
            assertThat(scaler.getSpec().getScaleTargetRef().getKind())
                    .isEqualTo(scaled.owner().getKind());
        }
    }

    private static Workload only(Manifests manifests, Map<String, String> selector) {
        List<Workload> found = manifests.workloads().stream()
                .filter(one -> one.labels().entrySet().containsAll(selector.entrySet()))
                .toList();
        assertThat(found).as(selector.toString()).hasSize(1);
        return found.getFirst();
    }

    private static Workload byName(Manifests manifests, String name) {
        return manifests.workloads().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> portNames(Workload workload) {
        return workload.containers().stream()
                .flatMap(container -> container.getPorts().stream())
                .map(ContainerPort::getName)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu", "us", "ap", "ap-mirrored", "local"})
    void portsAreThoseThatTheServicesListenOn(String overlay) throws IOException {
        for (Workload service : Manifests.of(overlay).services()) {
            String configuration =
                    Files.readString(Manifests.ROOT.resolve(service.name() + "/src/main/resources/application.yaml"));
            assertThat(service.containers().getFirst().getPorts())
                    .as(service.name())
                    .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
                    .containsExactly(
                            tuple("http", port(configuration, "server:\n  port: ")),
                            tuple("management", port(configuration, "server.port: ")));
        }
    }

    private static Tuple tuple(String name, int port) {
        return Tuple.tuple(name, port);
    }

    private static int port(String configuration, String key) {
        int at = configuration.indexOf(key) + key.length();
        return Integer.parseInt(configuration.substring(at, at + 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu", "us", "ap", "ap-mirrored", "local"})
    void everyServiceIsProbedAndHasNoRightsItDoesNotNeed(String overlay) {
        List<Workload> services = Manifests.of(overlay).services();

        assertThat(services).isNotEmpty().allSatisfy(service -> {
            var pod = service.pods().getSpec();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getTopologySpreadConstraints()).hasSize(2);
            Container container = pod.getContainers().getFirst();
            var rights = container.getSecurityContext();
            assertThat(rights.getReadOnlyRootFilesystem()).isTrue();
            assertThat(rights.getAllowPrivilegeEscalation()).isFalse();
            assertThat(rights.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsOnlyKeys("memory");
            assertThat(path(container.getStartupProbe())).isEqualTo("/actuator/health/liveness");
            assertThat(path(container.getLivenessProbe())).isEqualTo("/actuator/health/liveness");
            assertThat(path(container.getReadinessProbe())).isEqualTo("/actuator/health/readiness");
        });
    }

    private static String path(Probe probe) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
        return probe.getHttpGet().getPath();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu", "us", "ap", "ap-mirrored", "local"})
    void everyServiceReadsTheOnePlacementFileWithItsSchemas(String overlay) throws IOException {
        Manifests manifests = Manifests.of(overlay);

        for (Workload service : manifests.services()) {
            String name = service.pods().getSpec().getVolumes().stream()
                    .filter(volume -> volume.getName().equals("placement"))
                    .map(volume -> volume.getConfigMap().getName())
                    .findFirst()
                    .orElseThrow();
            Map<String, String> files =
                    manifests.find(ConfigMap.class, name).orElseThrow().getData();
            var folder = Manifests.ROOT.resolve("local-stack/launcher/placement");
            String placement = Files.readString(folder.resolve("placement.yaml"), UTF_8);
            assertThat(files).containsEntry("placement.yaml", placement);
            for (var schema : Pattern.compile("schema: (\\S+)")
                    .matcher(placement)
                    .results()
                    .toList()) {
                assertThat(files)
                        .containsEntry(schema.group(1), Files.readString(folder.resolve(schema.group(1)), UTF_8));
            }
        }
    }

    @Test
    void theHomesTopicsAreThoseOfTheContracts() {
        Map<String, Object> partitions = Manifests.of("eu").custom("KafkaTopic").stream()
                .collect(Collectors.toMap(
                        topic -> topic.getMetadata().getName(),
                        topic -> Objects.requireNonNull(topic.<Object>get("spec", "partitions"))));

        assertThat(partitions)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Topics.WRITES, Topics.DEFAULT_WRITE_PARTITIONS,
                        Topics.CHANGES, Topics.DEFAULT_WRITE_PARTITIONS,
                        Topics.REPLICAS, Topics.DEFAULT_WRITE_PARTITIONS,
                        Topics.DEAD_LETTERS, Topics.DEFAULT_WRITE_PARTITIONS,
                        Topics.PURGES, 1,
                        Topics.GATEWAY_STATUS, 1,
                        Topics.ERASURES, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu", "us", "ap", "ap-mirrored"})
    void noSecretIsInTheFiles(String overlay) {
        assertThat(Manifests.of(overlay).objects())
                .extracting(HasMetadata::getKind)
                .doesNotContain("Secret");
    }
}
