package dev.tideline.gateway.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a JSON Patch leaves behind for certain: a value that it sets, or a member that it removes, at a place that no later
 * operation touches. Places in arrays are not judged, for their numbers mean nothing without the document.
 */
final class PatchValues {

    private PatchValues() {}

    /** What is wrong with a well-formed patch whatever the document it meets; empty where nothing is. */
    static List<Violation> check(JsonNode patch, DocumentRule rule) {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < patch.size(); i++) {
            JsonNode operation = patch.get(i);
            List<String> path = tokens(operation.path("path").asString(""));
            boolean member = !path.isEmpty() && path.stream().noneMatch(PatchValues::isPlaceInArray);
            if (member && !isTouchedLater(patch, i, path)) {
                check(operation, path, "/" + i, rule, violations);
            }
        }
        return violations;
    }

    private static void check(
            JsonNode operation, List<String> path, String at, DocumentRule rule, List<Violation> violations) {
        String op = operation.path("op").asString("");
        boolean sets = op.equals("add") || op.equals("replace");
        JsonNode value = sets ? operation.path("value") : NullNode.getInstance();
        // In a merge patch a null removes, in a JSON Patch it is a value: one with nulls cannot be told as the other.
        if ((!sets && !op.equals("remove")) || (sets && hasNull(value))) {
            return;
        }
        String place = Violation.at(operation.path("path").asString(""), "").pointer();
        String shown = Violation.at(at + (sets ? "/value" : "/path"), "").pointer();
        for (Violation violation : rule.partial(nested(path, value))) {
            String rest =
                    violation.pointer().startsWith(place) ? violation.pointer().substring(place.length()) : "";
            violations.add(new Violation(shown + rest, violation.detail()));
        }
    }

    private static JsonNode nested(List<String> path, JsonNode value) {
        JsonNode node = value;
        for (String token : path.reversed()) {
            ObjectNode parent = JsonNodeFactory.instance.objectNode();
            parent.set(token, node);
            node = parent;
        }
        return node;
    }

    private static boolean isTouchedLater(JsonNode patch, int index, List<String> path) {
        for (int later = index + 1; later < patch.size(); later++) {
            JsonNode operation = patch.get(later);
            boolean touched = !operation.path("op").asString("").equals("test")
                    && Stream.of("path", "from")
                            .filter(operation::has)
                            .map(name -> tokens(operation.path(name).asString("")))
                            .anyMatch(other -> isWithin(path, other) || isWithin(other, path));
            if (touched) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithin(List<String> inner, List<String> outer) {
        return inner.size() >= outer.size() && inner.subList(0, outer.size()).equals(outer);
    }

    private static boolean isPlaceInArray(String token) {
        return token.equals("-") || token.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean hasNull(JsonNode value) {
        return value.isNull() || value.valueStream().anyMatch(PatchValues::hasNull);
    }

    private static List<String> tokens(String pointer) {
        return pointer.isEmpty()
                ? List.of()
                : Arrays.stream(pointer.substring(1).split("/", -1))
                        .map(token -> token.replace("~1", "/").replace("~0", "~"))
                        .toList();
    }
}
