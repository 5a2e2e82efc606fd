package dev.tideline.placement;

import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * The member that names a document's home. It is a string, and it never changes: a document does not move.
 *
 * @param pointer where it is (RFC 6901), below objects only
 */
public record HomeField(JsonPointer pointer) {

    /** The home that a document names; empty where it names none. */
    public Optional<String> in(JsonNode document) {
        JsonNode member = document.at(pointer);
        return member.isString() ? Optional.of(member.asString()) : Optional.empty();
    }

    /** Whether a document names this home. */
    public boolean names(JsonNode document, String home) {
        return in(document).filter(home::equals).isPresent();
    }

    /** Whether a document that names this home still does after a merge patch (RFC 7396). */
    public boolean isKeptByMerge(JsonNode patch, String home) {
        JsonNode at = patch;
        for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
            if (!at.isObject()) {
                return false;
            }
            JsonNode next = at.get(rest.getMatchingProperty());
            if (next == null) {
                return true;
            }
            at = next;
        }
        return at.isString() && at.asString().equals(home);
    }

    /**
     * Whether a document that names this home still does after each step of a JSON Patch (RFC 6902). One that takes the name
     * away and puts it back is not let through: it is not worth following.
     *
     * @param operations of the form that the RFC demands
     */
    public boolean isKeptBySteps(JsonNode operations, String home) {
        for (JsonNode operation : operations) {
            if (!isKeptByStep(operation, home)) {
                return false;
            }
        }
        return true;
    }

    private boolean isKeptByStep(JsonNode operation, String home) {
        String path = operation.path("path").asString("");
        return switch (operation.path("op").asString("")) {
            case "test" -> true;
            case "add", "replace" ->
                !touches(path)
                        || (isWithin(pointer.toString(), path) && names(operation.path("value"), beyond(path), home));
            case "move" -> !touches(path) && !touches(operation.path("from").asString(""));
            default -> !touches(path);
        };
    }

    private static boolean names(JsonNode value, JsonPointer at, String home) {
        return new HomeField(at).names(value, home);
    }

    private JsonPointer beyond(String path) {
        return JsonPointer.compile(pointer.toString().substring(path.length()));
    }

    private boolean touches(String path) {
        return isWithin(pointer.toString(), path) || isWithin(path, pointer.toString());
    }

    private static boolean isWithin(String inner, String outer) {
        return (inner + "/").startsWith(outer + "/");
    }
}
