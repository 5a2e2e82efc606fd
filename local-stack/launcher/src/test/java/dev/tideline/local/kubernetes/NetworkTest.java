package dev.tideline.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.kubernetes.Network.Node;
import io.fabric8.kubernetes.api.model.ContainerPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    private static final Map<String, Integer> NONE = Map.of();
    private static final Node KAFKA = Network.inside(
            "kafka", Map.of("strimzi.io/name", "tideline-kafka"), Map.of("services", 9093, "regions", 9094));
    private static final Node POSTGRES =
            Network.inside("postgres", Map.of("cnpg.io/cluster", "tideline-postgres"), Map.of("postgres", 5432));
    private static final Node REDIS = Network.inside("redis", Map.of("app", "tideline-redis"), Map.of("redis", 6379));
    private static final Node CLIENT = new Node("client", null, Map.of(), "203.0.113.7", NONE);
    private static final Node STRANGER = new Node("stranger", Map.of("team", "other"), Map.of(), null, NONE);
    private static final Node PROMETHEUS =
            new Node("prometheus", Map.of("kubernetes.io/metadata.name", "monitoring"), Map.of(), null, NONE);
    private static final Node OPERATOR =
            new Node("operator", Map.of("tideline.dev/operators", "true"), Map.of(), null, NONE);

    /** A gateway is there for everybody. */
    private static final String TO_A_GATEWAY = " -> edge-gateway:7101";

    private static List<Node> nodes(Manifests manifests, Node... more) {
        List<Node> nodes = new ArrayList<>(List.of(more));
        nodes.addAll(List.of(CLIENT, STRANGER, PROMETHEUS, OPERATOR));
        manifests
                .services()
                .forEach(service -> nodes.add(Network.inside(
                        service.name(),
                        service.labels(),
                        service.containers().getFirst().getPorts().stream()
                                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort)))));
        return nodes;
    }

    @Test
    void theHomeAdmitsTheArrowsOfTheDesignAndNoOthers() {
        Manifests eu = Manifests.of("eu");
        Node gatewayOfUs = new Node("gateway of us", null, Map.of(), "10.2.4.4", NONE);

        assertThat(Network.of(eu).arrows(nodes(eu, KAFKA, POSTGRES, REDIS, gatewayOfUs)))
                .contains("client" + TO_A_GATEWAY, "stranger" + TO_A_GATEWAY, "gateway of us" + TO_A_GATEWAY)
                .doesNotContain("origin-service" + TO_A_GATEWAY, "write-processor" + TO_A_GATEWAY)
                .filteredOn(arrow -> !arrow.endsWith(TO_A_GATEWAY))
                .containsExactlyInAnyOrder(
                        "edge-gateway -> origin-service:7110",
                        "edge-gateway -> redis:6379",
                        "edge-gateway -> kafka:9093",
                        "origin-service -> postgres:5432",
                        "write-processor -> postgres:5432",
                        "write-processor -> kafka:9093",
                        "invalidation-service -> kafka:9093",
                        "invalidation-service -> write-processor:7130",
                        "gateway of us -> origin-service:7110",
                        "gateway of us -> kafka:9094",
                        "operator -> write-processor:7130",
                        "operator -> invalidation-service:7120",
                        "prometheus -> edge-gateway:7201",
                        "prometheus -> origin-service:7210",
                        "prometheus -> write-processor:7230",
                        "prometheus -> invalidation-service:7220");
    }

    @ParameterizedTest
    @ValueSource(strings = {"us", "ap"})
    void anotherRegionReachesTheHomeAndItsOwnRedis(String overlay) {
        Manifests region = Manifests.of(overlay);
        Node home = new Node(
                "home",
                null,
                Map.of(),
                "10.1.0.9",
                Map.of("gateway", 7101, "origin", 7110, "kafka", 9094, "other", 5432));
        Node elsewhere = new Node("elsewhere", null, Map.of(), "198.51.100.1", Map.of("https", 443));

        assertThat(Network.of(region).arrows(nodes(region, REDIS, home, elsewhere)))
                .filteredOn(arrow -> arrow.startsWith("edge-gateway") || arrow.startsWith("redis"))
                .containsExactlyInAnyOrder(
                        "edge-gateway -> redis:6379",
                        "edge-gateway -> home:7101",
                        "edge-gateway -> home:7110",
                        "edge-gateway -> home:9094");
    }

    @Test
    void aMirrorIsReachedByGatewaysAndMirrorMaker() {
        Manifests mirrored = Manifests.of("ap-mirrored");
        Node mirror =
                Network.inside("mirror", Map.of("strimzi.io/name", "tideline-mirror-kafka"), Map.of("services", 9093));
        Node maker = Network.inside("mirror-maker", Map.of("strimzi.io/kind", "KafkaMirrorMaker2"), NONE);

        assertThat(Network.of(mirrored).arrows(nodes(mirrored, mirror, maker)))
                .filteredOn(arrow -> arrow.endsWith("-> mirror:9093"))
                .containsExactlyInAnyOrder("edge-gateway -> mirror:9093", "mirror-maker -> mirror:9093");
    }

    @Test
    void theLocalOverlayNeedsNoMoreThanTheHome() {
        Manifests local = Manifests.of("local");

        assertThat(Network.of(local).arrows(nodes(local, KAFKA, POSTGRES, REDIS)))
                .filteredOn(arrow -> arrow.matches("(edge|origin|write|invalidation).*"))
                .containsExactlyInAnyOrder(
                        "edge-gateway -> origin-service:7110",
                        "edge-gateway -> redis:6379",
                        "edge-gateway -> kafka:9093",
                        "origin-service -> postgres:5432",
                        "write-processor -> postgres:5432",
                        "write-processor -> kafka:9093",
                        "invalidation-service -> kafka:9093",
                        "invalidation-service -> write-processor:7130");
    }
}
