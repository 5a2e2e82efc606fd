package dev.tideline.placement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of the file with typed access to its members. A wrong value is noted as a problem and read as its default,
 * so that one look at a file finds everything that is wrong with it.
 */
final class Section {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KB|MB)");

    private final String path;
    private final int line;
    private final List<PlacementProblem> problems;
    private final Map<String, Node> members = new LinkedHashMap<>();

    private Section(String path, int line, List<PlacementProblem> problems) {
        this.path = path;
        this.line = line;
        this.problems = problems;
    }

    /** An empty section where the node is null (an absent or empty value) or no mapping, which is then a problem. */
    static Section of(String path, int line, @Nullable Node node, List<PlacementProblem> problems) {
        Section section = new Section(path, node == null ? line : line(node), problems);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(section::add);
        } else if (node != null && !isEmpty(node)) {
            section.problem(node, path, "must be a mapping of keys to values");
        }
        return section;
    }

    private void add(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problem(tuple.getKeyNode(), path, "a key must be plain text");
        } else if (members.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
            problem(key, at(key.getValue()), "is given twice");
        }
    }

    Set<String> keys() {
        return members.keySet();
    }

    boolean has(String key) {
        return members.containsKey(key);
    }

    /** Every member must be one of these. */
    void only(String... allowed) {
        members.forEach((key, node) -> {
            if (!List.of(allowed).contains(key)) {
                problem(node, at(key), "is not known; allowed here: " + String.join(", ", allowed));
            }
        });
    }

    Section section(String key) {
        return of(at(key), line, members.get(key), problems);
    }

    String text(String key, String fallback) {
        return scalar(key, "must be text", text -> text.isEmpty() ? null : text, fallback);
    }

    boolean flag(String key, String on, String off, boolean fallback) {
        String allowed = "must be " + off + " or " + on;
        return scalar(
                key,
                allowed,
                text -> text.equals(on) ? Boolean.TRUE : text.equals(off) ? Boolean.FALSE : null,
                fallback);
    }

    Duration duration(String key, Duration fallback) {
        return scalar(
                key, "must be a number with a unit (ms, s, m, h, d), such as 60s", Section::parseDuration, fallback);
    }

    long size(String key, long fallback) {
        return scalar(key, "must be from 1B to 100MB, such as 64KB", Section::parseSize, fallback);
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
        Map<String, E> names = Stream.of(type.getEnumConstants())
                .collect(Collectors.toMap(
                        value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        Function.identity(),
                        (first, second) -> first,
                        LinkedHashMap::new));
        return scalar(key, "must be one of " + String.join(", ", names.keySet()), names::get, fallback);
    }

    /** One value out of a known set. */
    String oneOf(String key, Collection<String> allowed, String fallback) {
        return scalar(
                key,
                "must be one of " + String.join(", ", allowed),
                text -> allowed.contains(text) ? text : null,
                fallback);
    }

    /** A list of texts; each is read by {@code parse}, which throws an {@link IllegalArgumentException} to refuse it. */
    <T> List<T> list(String key, Function<String, T> parse) {
        Node node = members.get(key);
        List<T> values = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar) {
                    try {
                        values.add(parse.apply(scalar.getValue()));
                    } catch (IllegalArgumentException refused) {
                        problem(item, at(key), "'" + scalar.getValue() + "' is refused: " + refused.getMessage());
                    }
                } else {
                    problem(item, at(key), "must be a list of texts");
                }
            }
        } else if (node != null) {
            problem(node, at(key), "must be a list, such as [a, b]");
        }
        return values;
    }

    /** One text, read by {@code parse}, which throws an {@link IllegalArgumentException} to refuse it. */
    <T> T parsed(String key, Function<String, T> parse, T fallback) {
        Node node = members.get(key);
        if (node instanceof ScalarNode scalar) {
            try {
                return parse.apply(scalar.getValue());
            } catch (IllegalArgumentException refused) {
                problem(node, at(key), "'" + scalar.getValue() + "' is refused: " + refused.getMessage());
            }
        } else if (node != null) {
            problem(node, at(key), "must be text");
        }
        return fallback;
    }

    /** Notes a problem of one member, or of the section where the member is absent. */
    void problem(String key, String message) {
        Node node = members.get(key);
        problems.add(new PlacementProblem(node == null ? line : line(node), at(key), message));
    }

    private <T> T scalar(String key, String allowed, Function<String, @Nullable T> parse, T fallback) {
        Node node = members.get(key);
        if (node == null) {
            return fallback;
        }
        T value = node instanceof ScalarNode scalar ? parse.apply(scalar.getValue()) : null;
        if (value == null) {
            problem(node, at(key), (node instanceof ScalarNode scalar ? "'" + scalar.getValue() + "' " : "") + allowed);
            return fallback;
        }
        return value;
    }

    private static @Nullable Duration parseDuration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static @Nullable Long parseSize(String text) {
        Matcher parts = SIZE.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        long bytes = Long.parseLong(parts.group(1))
                * switch (parts.group(2)) {
                    case "B" -> 1L;
                    case "KB" -> 1024L;
                    default -> 1024L * 1024;
                };
        return bytes < 1 || bytes > 100L * 1024 * 1024 ? null : Long.valueOf(bytes);
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + '.' + key;
    }

    private void problem(Node node, String key, String message) {
        problems.add(new PlacementProblem(line(node), key, message));
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
