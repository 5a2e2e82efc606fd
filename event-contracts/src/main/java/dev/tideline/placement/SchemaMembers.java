package dev.tideline.placement;

import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Whether a JSON Schema has what a pointer names: a misspelt one would let through what it was meant to hold back. Followed
 * as far as plain properties lead.
 */
final class SchemaMembers {

    private static final List<String> FROM_ELSEWHERE =
            List.of("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "patternProperties", "dependentSchemas");

    private SchemaMembers() {}

    /** @throws IllegalArgumentException if the schema has no such member */
    static void require(JsonNode schema, JsonPointer pointer) {
        follow(schema, pointer, false);
    }

    /** @throws IllegalArgumentException unless every document of the schema has a string there */
    static void requireString(JsonNode schema, JsonPointer pointer) {
        JsonNode member = follow(schema, pointer, true);
        JsonNode type = member.path("type");
        ResidencyReader.require(
                type.isMissingNode() || type.asString("").equals("string"),
                "the schema has it as " + type + "; a home is named by a string");
    }

    /** The schema of the member; nothing where properties may come from elsewhere too. */
    private static JsonNode follow(JsonNode schema, JsonPointer pointer, boolean always) {
        JsonNode at = schema;
        for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
            while (at.path("items").isObject()) {
                at = at.path("items");
            }
            JsonNode properties = at.path("properties");
            if (!properties.isObject() || FROM_ELSEWHERE.stream().anyMatch(at::has)) {
                return MissingNode.getInstance();
            }
            String name = rest.getMatchingProperty();
            ResidencyReader.require(
                    properties.has(name),
                    "the schema has no '" + name + "'; it has " + String.join(", ", properties.propertyNames()));
            ResidencyReader.require(
                    !always || requires(at, name),
                    "the schema does not require '" + name + "'; every record has a home");
            at = properties.path(name);
        }
        return at;
    }

    private static boolean requires(JsonNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asString("").equals(name)) {
                return true;
            }
        }
        return false;
    }
}
