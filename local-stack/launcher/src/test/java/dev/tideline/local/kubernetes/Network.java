package dev.tideline.local.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which connections the policies of an overlay admit: a connection needs the consent of both ends (networking/v1). */
final class Network {

    /**
     * Something that connects, or is connected to.
     *
     * @param namespace labels of its namespace; null for what is outside of the cluster
     * @param pod its own labels
     * @param ip its address, where a policy may speak of it
     * @param ports by name
     */
    record Node(
            String name,
            @Nullable Map<String, String> namespace,
            Map<String, String> pod,
            @Nullable String ip,
            Map<String, Integer> ports) {}

    private static final Map<String, String> HERE = Map.of("kubernetes.io/metadata.name", "tideline");

    private final List<NetworkPolicy> policies;

    private Network(List<NetworkPolicy> policies) {
        this.policies = policies;
    }

    /** With the policies that Strimzi makes for the listeners of its Kafka. */
    static Network of(Manifests manifests) {
        List<NetworkPolicy> policies = new ArrayList<>(manifests.all(NetworkPolicy.class));
        manifests.custom("Kafka").forEach(kafka -> policies.addAll(ofListeners(kafka)));
        return new Network(policies);
    }

    private static List<NetworkPolicy> ofListeners(GenericKubernetesResource kafka) {
        List<Map<String, Object>> listeners = Objects.requireNonNull(kafka.get("spec", "kafka", "listeners"));
        return listeners.stream()
                .map(listener -> Manifests.SERIALIZATION.convertValue(
                        Map.of(
                                "spec",
                                Map.of(
                                        "podSelector",
                                        Map.of(
                                                "matchLabels",
                                                Map.of(
                                                        "strimzi.io/name",
                                                        kafka.getMetadata().getName() + "-kafka")),
                                        "policyTypes",
                                        List.of("Ingress"),
                                        "ingress",
                                        List.of(Map.of(
                                                "from",
                                                Objects.requireNonNull(listener.get("networkPolicyPeers")),
                                                "ports",
                                                List.of(Map.of(
                                                        "port", Objects.requireNonNull(listener.get("port")))))))),
                        NetworkPolicy.class))
                .toList();
    }

    static Node inside(String name, Map<String, String> labels, Map<String, Integer> ports) {
        return new Node(name, HERE, labels, null, ports);
    }

    /** {@code from -> to:port} for every connection that is possible. */
    SortedSet<String> arrows(List<Node> nodes) {
        SortedSet<String> arrows = new TreeSet<>();
        for (Node from : nodes) {
            for (Node to : nodes) {
                to.ports().forEach((name, port) -> {
                    if (!from.equals(to) && leaves(from, to, port) && enters(from, to, port)) {
                        arrows.add(from.name() + " -> " + to.name() + ":" + port);
                    }
                });
            }
        }
        return arrows;
    }

    private boolean leaves(Node from, Node to, int port) {
        List<NetworkPolicy> about = about(from, "Egress");
        return about.isEmpty()
                || about.stream()
                        .flatMap(policy -> policy.getSpec().getEgress().stream())
                        .anyMatch(rule -> peer(rule.getTo(), to) && port(rule.getPorts(), to, port));
    }

    private boolean enters(Node from, Node to, int port) {
        List<NetworkPolicy> about = about(to, "Ingress");
        return about.isEmpty()
                || about.stream()
                        .flatMap(policy -> policy.getSpec().getIngress().stream())
                        .anyMatch(rule -> peer(rule.getFrom(), from) && port(rule.getPorts(), to, port));
    }

    private List<NetworkPolicy> about(Node node, String direction) {
        return policies.stream()
                .filter(policy -> policy.getSpec().getPolicyTypes().contains(direction))
                .filter(policy -> HERE.equals(node.namespace())
                        && matches(policy.getSpec().getPodSelector(), node.pod()))
                .toList();
    }

    private static boolean peer(List<NetworkPolicyPeer> peers, Node node) {
        return peers.isEmpty() || peers.stream().anyMatch(peer -> peer(peer, node));
    }

    private static boolean peer(NetworkPolicyPeer peer, Node node) {
        if (peer.getIpBlock() != null) {
            return node.ip() != null && contains(peer.getIpBlock().getCidr(), node.ip());
        }
        Map<String, String> namespace = node.namespace();
        if (namespace == null) {
            return false;
        }
        boolean there = peer.getNamespaceSelector() == null
                ? namespace.equals(HERE)
                : matches(peer.getNamespaceSelector(), namespace);
        return there && (peer.getPodSelector() == null || matches(peer.getPodSelector(), node.pod()));
    }

    private static boolean port(List<NetworkPolicyPort> ports, Node to, int wanted) {
        return ports.isEmpty()
                || ports.stream().anyMatch(port -> {
                    Object value = port.getPort().getValue();
                    Object number = value instanceof String name ? to.ports().get(name) : value;
                    return Objects.equals(number, wanted);
                });
    }

    private static boolean matches(LabelSelector selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
                && selector.getMatchExpressions().stream().allMatch(one -> matches(one, labels));
    }

    private static boolean matches(LabelSelectorRequirement wanted, Map<String, String> labels) {
        String value = labels.get(wanted.getKey());
        return switch (wanted.getOperator()) {
            case "In" -> value != null && wanted.getValues().contains(value);
            case "NotIn" -> value == null || !wanted.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> throw new AssertionError("no such operator: " + wanted.getOperator());
        };
    }

    private static boolean contains(String cidr, String ip) {
        String[] parts = cidr.split("/", -1);
        int beyond = 32 - Integer.parseInt(parts[1]);
        return address(parts[0]).shiftRight(beyond).equals(address(ip).shiftRight(beyond));
    }

    private static BigInteger address(String ip) {
        return new BigInteger(1, InetAddress.ofLiteral(ip).getAddress());
    }
}
