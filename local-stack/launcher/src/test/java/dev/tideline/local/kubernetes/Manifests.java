package dev.tideline.local.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What one overlay renders: Kubernetes' own objects typed, those of operators generic. */
record Manifests(String overlay, List<HasMetadata> objects) {

    static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    static final Path ROOT = Path.of(System.getProperty("tideline.root", "../.."));

    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

    /** A workload and the pods it makes. */
    record Workload(HasMetadata owner, PodTemplateSpec pods) {
        String name() {
            return owner.getMetadata().getName();
        }

        Map<String, String> labels() {
            return pods.getMetadata().getLabels();
        }

        List<Container> containers() {
            return pods.getSpec().getContainers();
        }

        boolean isOurs() {
            return "tideline".equals(labels().get("app.kubernetes.io/part-of"));
        }
    }

    /** Skips the test where there is no kubectl. */
    static Manifests of(String overlay) {
        return RENDERED.computeIfAbsent(overlay, Manifests::render);
    }

    static Manifests parse(String overlay, String yaml) {
        return new Manifests(
                overlay,
                Arrays.stream(yaml.split("(?m)^---$", -1))
                        .filter(document -> !document.isBlank())
                        .<HasMetadata>map(SERIALIZATION::unmarshal)
                        .toList());
    }

    private static Manifests render(String overlay) {
        Process kubectl;
        try {
            String folder = ROOT.resolve("k8s/overlays/" + overlay).toString();
            kubectl = new ProcessBuilder("kubectl", "kustomize", folder).start();
        } catch (IOException absent) {
            return Assumptions.abort("there is no kubectl on PATH");
        }
        try {
            String yaml = new String(kubectl.getInputStream().readAllBytes(), UTF_8);
            String complaint = new String(kubectl.getErrorStream().readAllBytes(), UTF_8);
            if (kubectl.waitFor() != 0 || !complaint.isEmpty()) {
                throw new AssertionError("kubectl kustomize of " + overlay + ": " + complaint);
            }
            return parse(overlay, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
        return all(type).stream()
                .filter(one -> one.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** Objects of an operator. */
    List<GenericKubernetesResource> custom(String kind) {
        return all(GenericKubernetesResource.class).stream()
                .filter(one -> one.getKind().equals(kind))
                .toList();
    }

    List<Workload> workloads() {
        return Stream.concat(
                        all(Deployment.class).stream()
                                .map(one -> new Workload(one, one.getSpec().getTemplate())),
                        all(StatefulSet.class).stream()
                                .map(one -> new Workload(one, one.getSpec().getTemplate())))
                .toList();
    }

    /** The workloads that run Tideline's own services. */
    List<Workload> services() {
        return workloads().stream().filter(Workload::isOurs).toList();
    }
}
