package dev.tideline.gateway.write;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Schema, draft 2020-12 unless it names another. {@code format} is asserted. Nothing is ever fetched: a schema
 * refers to itself or to the drafts only.
 */
final class JsonSchemaRule implements DocumentRule {

    /** What holds of a merged document if it holds of the patch: the value at that place is the patch's own. */
    private static final Set<String> OF_VALUES = Set.of(
            "type",
            "format",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems",
            "uniqueItems",
            "enum",
            "const");

    private static final Set<String> OF_NAMES =
            Set.of("additionalProperties", "unevaluatedProperties", "propertyNames", "maxProperties", "false");

    private static final Set<String> OF_INCREMENTS = Set.of("additionalProperties", "propertyNames", "false");

    /** Below these an error of a part is not yet one of the whole. */
    private static final Set<String> ALTERNATIVES = Set.of(
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "dependentSchemas",
            "dependencies",
            "unevaluatedProperties",
            "unevaluatedItems");

    private final Schema schema;

    private JsonSchemaRule(Schema schema) {
        this.schema = schema;
    }

    /**
     * Reads a schema file.
     *
     * @throws IllegalArgumentException in one line, if it is not a schema or refers to something that is not there
     */
    static JsonSchemaRule read(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(file + " is not a usable JSON Schema: " + refused.getMessage(), refused);
        }
    }

    static JsonSchemaRule of(String text) {
        try {
            SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));
            Schema schema = registry.getSchema(JsonMapper.shared().readTree(text));
            schema.initializeValidators();
            schema.validate(JsonNodeFactory.instance.objectNode());
            return new JsonSchemaRule(schema);
        } catch (SchemaException refused) {
            throw new IllegalArgumentException(
                    String.valueOf(refused.getMessage()).lines().findFirst().orElse("unknown"), refused);
        }
    }

    @Override
    public List<Violation> whole(JsonNode document) {
        return violations(document, error -> true);
    }

    @Override
    public List<Violation> partial(JsonNode changes) {
        List<Violation> violations = new ArrayList<>(violations(withoutNulls(changes), JsonSchemaRule::survivesMerge));
        removals(schema.getSchemaNode(), changes, "", violations);
        return violations;
    }

    @Override
    public List<Violation> increments(JsonNode increments) {
        return violations(increments, error -> OF_INCREMENTS.contains(error.getKeyword()) && !isInAlternative(error));
    }

    private List<Violation> violations(JsonNode document, Predicate<Error> counts) {
        return schema.validate(document).stream()
                .filter(counts)
                .map(JsonSchemaRule::violation)
                .toList();
    }

    private static Violation violation(Error error) {
        String pointer = error.getInstanceLocation().toString();
        String member = error.getProperty();
        String message = error.getMessage();
        return Violation.at(member == null ? pointer : Violation.child(pointer, member), message);
    }

    private static boolean survivesMerge(Error error) {
        boolean merged =
                error.getInstanceNode() != null && error.getInstanceNode().isObject();
        boolean counts = merged
                ? OF_NAMES.contains(error.getKeyword()) || error.getKeyword().equals("type")
                : OF_NAMES.contains(error.getKeyword()) || OF_VALUES.contains(error.getKeyword());
        return counts && !isInAlternative(error);
    }

    private static boolean isInAlternative(Error error) {
        for (int i = 0; i < error.getEvaluationPath().getNameCount() - 1; i++) {
            if (ALTERNATIVES.contains(error.getEvaluationPath().getName(i))) {
                return true;
            }
        }
        return false;
    }

    /** RFC 7396: a null removes, so what a patch leaves behind has none, except in arrays. */
    private static JsonNode withoutNulls(JsonNode changes) {
        if (!changes.isObject()) {
            return changes;
        }
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        changes.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                rest.set(member.getKey(), withoutNulls(member.getValue()));
            }
        });
        return rest;
    }

    /** Members that are removed although they are required, as far as plain {@code properties} lead to them. */
    private static void removals(JsonNode schema, JsonNode changes, String pointer, List<Violation> violations) {
        if (!changes.isObject()) {
            return;
        }
        for (JsonNode required : schema.path("required")) {
            JsonNode change = changes.get(required.asString(""));
            if (change != null && change.isNull()) {
                violations.add(Violation.at(
                        Violation.child(pointer, required.asString("")), "This member is required and stays."));
            }
        }
        schema.path("properties")
                .properties()
                .forEach(property -> removals(
                        property.getValue(),
                        changes.path(property.getKey()),
                        Violation.child(pointer, property.getKey()),
                        violations));
    }
}
