package dev.tideline.gateway.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Whether a JSON Patch is one (RFC 6902 sections 3 and 4), as far as can be said without the document. */
final class PatchShape {

    private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
    private static final Set<String> WITH_FROM = Set.of("move", "copy");
    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^~/]|~[01])*+)*+");

    private PatchShape() {}

    /** Everything that is wrong; empty where nothing is. */
    static List<Violation> check(JsonNode patch) {
        if (!patch.isArray()) {
            return List.of(Violation.at("", "A JSON Patch is an array of operations."));
        }
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < patch.size(); i++) {
            operation(patch.get(i), "/" + i, violations);
        }
        return violations;
    }

    private static void operation(JsonNode operation, String at, List<Violation> violations) {
        String op = operation.path("op").asString("");
        boolean known = WITH_VALUE.contains(op) || WITH_FROM.contains(op) || op.equals("remove");
        if (!known || !operation.path("op").isString()) {
            violations.add(Violation.at(at + "/op", "'op' is one of add, remove, replace, move, copy, test."));
            return;
        }
        pointer(operation, "path", at, violations);
        if (WITH_VALUE.contains(op) && !operation.has("value")) {
            violations.add(Violation.at(at + "/value", "'" + op + "' needs a value."));
        }
        if (op.equals("remove") && operation.path("path").asString("/").isEmpty()) {
            violations.add(Violation.at(at + "/path", "The whole document cannot be removed: DELETE it."));
        }
        if (WITH_FROM.contains(op) && pointer(operation, "from", at, violations) && op.equals("move")) {
            String from = operation.path("from").asString("");
            if (operation.path("path").asString("").startsWith(from + '/')) {
                violations.add(Violation.at(at + "/path", "A value cannot be moved into itself."));
            }
        }
    }

    private static boolean pointer(JsonNode operation, String member, String at, List<Violation> violations) {
        JsonNode text = operation.path(member);
        if (text.isString() && POINTER.matcher(text.stringValue()).matches()) {
            return true;
        }
        violations.add(Violation.at(at + '/' + member, "'" + member + "' must be a JSON Pointer."));
        return false;
    }
}
