package dev.tideline.placement;

import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents without some of their members, which are named by JSON Pointers (RFC 6901). A pointer that meets an array goes
 * on in every element of it, so that one rule covers {@code {"address": {...}}} and {@code {"address": [{...}, {...}]}};
 * therefore none has an array index in it. A document that has nothing at a pointer is left as it is.
 */
public final class Redaction {

    /** Numbers come out as they went in; what was accepted into the store is not judged again. */
    private static final JsonMapper EXACT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Redaction() {}

    /** A document without what the pointers name, as JSON text. */
    public static String of(String document, List<JsonPointer> pointers) {
        JsonNode tree = EXACT.readTree(document);
        pointers.forEach(pointer -> remove(tree, pointer));
        return EXACT.writeValueAsString(tree);
    }

    private static void remove(JsonNode node, JsonPointer pointer) {
        if (node.isArray()) {
            node.forEach(element -> remove(element, pointer));
        } else if (node instanceof ObjectNode object) {
            String name = pointer.getMatchingProperty();
            JsonPointer rest = pointer.tail();
            if (rest.matches()) {
                object.remove(name);
            } else if (object.get(name) != null) {
                remove(object.get(name), rest);
            }
        }
    }
}
