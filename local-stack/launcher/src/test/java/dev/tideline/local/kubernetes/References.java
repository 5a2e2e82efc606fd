package dev.tideline.local.kubernetes;

import dev.tideline.local.kubernetes.Manifests.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** One key of a ConfigMap or Secret that a pod takes something from. */
record References(Kind kind, String name, String key) {

    enum Kind {
        CONFIG_MAP,
        SECRET
    }

    /** Secrets that whoever installs Tideline makes by hand: k8s/README.md tells how. */
    private static final Map<String, Set<String>> MADE_BY_HAND = Map.of(
            "tideline-redis", Set.of("password"),
            "tideline-postgres-reader", Set.of("password"),
            "tideline-subjects", Set.of("master-key"),
            "tideline-access", Set.of("write-processor.yaml", "invalidation-service.yaml"));

    /** In a region that is not the home: copied from there. */
    private static final Map<String, Set<String>> COPIED_FROM_HOME = Map.of(
            "edge-gateway", Set.of("sasl.jaas.config", "password"),
            "tideline-cluster-ca-cert", Set.of("ca.crt"));

    static Stream<References> of(Workload workload) {
        return Stream.concat(
                workload.containers().stream().flatMap(References::ofEnvironment),
                workload.pods().getSpec().getVolumes().stream().flatMap(References::ofVolume));
    }

    private static Stream<References> ofEnvironment(Container container) {
        return container.getEnv().stream()
                .map(variable -> variable.getValueFrom())
                .filter(Objects::nonNull)
                .flatMap(References::ofSource);
    }

    private static Stream<References> ofSource(EnvVarSource source) {
        return Stream.concat(
                Stream.ofNullable(source.getConfigMapKeyRef())
                        .map(ref -> new References(Kind.CONFIG_MAP, ref.getName(), ref.getKey())),
                Stream.ofNullable(source.getSecretKeyRef())
                        .map(ref -> new References(Kind.SECRET, ref.getName(), ref.getKey())));
    }

    private static Stream<References> ofVolume(Volume volume) {
        return Stream.concat(
                Stream.ofNullable(volume.getConfigMap())
                        .map(map -> new References(Kind.CONFIG_MAP, map.getName(), "placement.yaml")),
                Stream.ofNullable(volume.getSecret())
                        .flatMap(secret -> secret.getItems().stream()
                                .map(KeyToPath::getKey)
                                .map(key -> new References(Kind.SECRET, secret.getSecretName(), key))));
    }

    /** Every key that will be there: rendered, made by an operator for an object that is rendered, or by hand. */
    static Set<References> promised(Manifests manifests) {
        Set<References> promised = new HashSet<>();
        manifests
                .all(ConfigMap.class)
                .forEach(map -> add(
                        promised,
                        Kind.CONFIG_MAP,
                        map.getMetadata().getName(),
                        map.getData().keySet()));
        Map<String, Set<String>> secrets = new HashMap<>();
        manifests
                .all(Secret.class)
                .forEach(one ->
                        secrets.put(one.getMetadata().getName(), one.getData().keySet()));
        for (GenericKubernetesResource kafka : manifests.custom("Kafka")) {
            secrets.put(kafka.getMetadata().getName() + "-cluster-ca-cert", Set.of("ca.crt"));
        }
        for (GenericKubernetesResource user : manifests.custom("KafkaUser")) {
            secrets.put(user.getMetadata().getName(), Set.of("password", "sasl.jaas.config"));
        }
        for (GenericKubernetesResource postgres : manifests.custom("Cluster")) {
            secrets.put(postgres.getMetadata().getName() + "-app", Set.of("username", "password"));
            secrets.put(postgres.getMetadata().getName() + "-ca", Set.of("ca.crt"));
        }
        secrets.forEach((name, keys) -> add(promised, Kind.SECRET, name, keys));
        byHand(manifests).forEach((name, keys) -> add(promised, Kind.SECRET, name, keys));
        return promised;
    }

    private static Map<String, Set<String>> byHand(Manifests manifests) {
        return switch (manifests.overlay()) {
            case "local" -> Map.of();
            case "eu" -> MADE_BY_HAND;
            default -> {
                Map<String, Set<String>> both = new HashMap<>(COPIED_FROM_HOME);
                both.putAll(MADE_BY_HAND);
                yield both;
            }
        };
    }

    /** Names that k8s/README.md has to explain. */
    static List<String> explained() {
        return Stream.of(MADE_BY_HAND, COPIED_FROM_HOME)
                .flatMap(some -> some.keySet().stream())
                .toList();
    }

    private static void add(Set<References> promised, Kind kind, String name, Collection<String> keys) {
        keys.forEach(key -> promised.add(new References(kind, name, key)));
    }
}
