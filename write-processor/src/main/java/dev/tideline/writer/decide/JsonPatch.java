package dev.tideline.writer.decide;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Patch, RFC 6902: all of its operations are done, or none. */
final class JsonPatch {

    // RFC 6902 section 4.6: numbers are equal if their values are, so 1 is 1.0.
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    // Copies of copies double: thirty short operations could ask for a gigabyte.
    private static final int MAX_COPIED_NODES = 100_000;

    private int copiedNodes;

    private JsonPatch() {}

    static Patched apply(JsonNode target, JsonNode patch) {
        return new JsonPatch().run(target, patch);
    }

    private Patched run(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ArrayNode operations)) {
            return new Patched.Malformed(Problem.malformed("A JSON Patch is an array of operations.", ""));
        }
        JsonNode document = target.deepCopy();
        for (int i = 0; i < operations.size(); i++) {
            Patched result = step(document, operations.get(i), "/" + i);
            if (!(result instanceof Patched.To to)) {
                return result;
            }
            document = to.tree();
        }
        return new Patched.To(document);
    }

    private Patched step(JsonNode document, JsonNode operation, String at) {
        Pointer path = pointer(operation, "path");
        if (path == null) {
            return new Patched.Malformed(Problem.malformed("'path' must be a JSON pointer.", at + "/path"));
        }
        return switch (operation.path("op").asString("")) {
            case "add" -> withValue(operation, at, value -> add(document, path, value, at));
            case "replace" -> withValue(operation, at, value -> replace(document, path, value, at));
            case "test" -> withValue(operation, at, value -> test(document, path, value, at));
            case "remove" -> remove(document, path, at);
            case "move" -> move(document, pointer(operation, "from"), path, at);
            case "copy" -> copy(document, pointer(operation, "from"), path, at);
            default -> new Patched.Malformed(Problem.malformed("'op' is not one of RFC 6902's.", at + "/op"));
        };
    }

    private static @Nullable Pointer pointer(JsonNode operation, String member) {
        JsonNode text = operation.get(member);
        return text != null && text.isString() ? Pointer.parse(text.asString()) : null;
    }

    private interface WithValue {
        Patched apply(JsonNode value);
    }

    private static Patched withValue(JsonNode operation, String at, WithValue next) {
        JsonNode value = operation.get("value");
        return value == null
                ? new Patched.Malformed(Problem.malformed("'value' is missing.", at))
                : next.apply(value.deepCopy());
    }

    private static Patched add(JsonNode document, Pointer path, JsonNode value, String at) {
        if (path.isRoot()) {
            return new Patched.To(value);
        }
        return switch (path.parent().in(document)) {
            case ObjectNode object -> {
                object.set(path.last(), value);
                yield new Patched.To(document);
            }
            case ArrayNode array -> {
                int index = path.last().equals("-") ? array.size() : Pointer.index(path.last());
                if (index < 0 || index > array.size()) {
                    yield unfit("There is no such place in the array.", at);
                }
                array.insert(index, value);
                yield new Patched.To(document);
            }
            case null, default -> unfit("There is no object or array to add to.", at);
        };
    }

    private static Patched remove(JsonNode document, Pointer path, String at) {
        if (path.isRoot()) {
            return new Patched.Malformed(Problem.malformed("The whole document cannot be removed: DELETE it.", at));
        }
        if (path.in(document) == null) {
            return unfit("There is nothing to remove.", at);
        }
        switch (path.parent().in(document)) {
            case ObjectNode object -> object.remove(path.last());
            case ArrayNode array -> array.remove(Pointer.index(path.last()));
            case null, default -> throw new IllegalStateException("a value without a parent");
        }
        return new Patched.To(document);
    }

    private static Patched replace(JsonNode document, Pointer path, JsonNode value, String at) {
        if (path.isRoot()) {
            return new Patched.To(value);
        }
        return remove(document, path, at) instanceof Patched.To to
                ? add(to.tree(), path, value, at)
                : unfit("There is nothing to replace.", at);
    }

    private static Patched test(JsonNode document, Pointer path, JsonNode value, String at) {
        JsonNode found = path.in(document);
        return found != null && found.equals(BY_VALUE, value)
                ? new Patched.To(document)
                : unfit("The test does not hold.", at);
    }

    private static Patched move(JsonNode document, @Nullable Pointer from, Pointer path, String at) {
        if (from == null || from.isProperPrefixOf(path)) {
            return new Patched.Malformed(Problem.malformed(
                    "'from' must be a JSON pointer to another place than inside itself.", at + "/from"));
        }
        JsonNode moved = from.in(document);
        if (moved == null) {
            return unfit("There is nothing to move.", at);
        }
        if (from.equals(path)) {
            return new Patched.To(document);
        }
        return remove(document, from, at) instanceof Patched.To to
                ? add(to.tree(), path, moved, at)
                : unfit("The whole document cannot be moved.", at);
    }

    private Patched copy(JsonNode document, @Nullable Pointer from, Pointer path, String at) {
        if (from == null) {
            return new Patched.Malformed(Problem.malformed("'from' must be a JSON pointer.", at + "/from"));
        }
        JsonNode copied = from.in(document);
        if (copied == null) {
            return unfit("There is nothing to copy.", at);
        }
        copiedNodes += nodes(copied);
        return copiedNodes > MAX_COPIED_NODES
                ? unfit("The patch copies more than " + MAX_COPIED_NODES + " values.", at)
                : add(document, path, copied.deepCopy(), at);
    }

    private static int nodes(JsonNode tree) {
        int count = 1;
        for (JsonNode child : tree) {
            count += nodes(child);
        }
        return count;
    }

    private static Patched unfit(String detail, String at) {
        return new Patched.Unfit(Problem.patchConflict(detail, at));
    }
}
