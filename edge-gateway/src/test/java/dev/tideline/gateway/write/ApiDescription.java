package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code docs/openapi/writes.yaml}, held against what the gateway really answers. */
final class ApiDescription {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode DOCUMENT = read();
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private ApiDescription() {}

    private static JsonNode read() {
        try {
            return JSON.valueToTree(new Yaml().<Object>load(Files.readString(Path.of("../docs/openapi/writes.yaml"))));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Fails if the description does not know the operation, its status, or a body such as this. */
    static void check(String method, String path, int status, String contentType, JsonNode body) {
        String template = template(path);
        JsonNode operation = DOCUMENT.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            assertThat(status).as("%s %s is not described", method, path).isIn(404, 405);
            return;
        }
        JsonNode response = operation.path("responses").path(Integer.toString(status));
        assertThat(response.isMissingNode())
                .as("%s %s answers %d, which is not described", method, template, status)
                .isFalse();
        String reference = response.path("$ref").asString("");
        JsonNode resolved = reference.isEmpty() ? response : DOCUMENT.at(reference.substring(1));
        String schema = resolved.path("content")
                .path(contentType)
                .path("schema")
                .path("$ref")
                .asString("");
        assertThat(schema).as("%s of %s %s", contentType, method, template).isNotEmpty();
        assertThat(SCHEMAS.computeIfAbsent(schema, ApiDescription::schema).validate(body))
                .as("%s", body)
                .isEmpty();
    }

    static JsonNode at(String pointer) {
        return DOCUMENT.at(pointer);
    }

    private static String template(String path) {
        String bare = path.replaceAll("\\?.*", "");
        return bare.startsWith("/writes/")
                ? "/writes/{id}"
                : bare.matches("/api/[^/]+") ? "/api/{collection}" : "/api/{collection}/{id}";
    }

    private static Schema schema(String reference) {
        ObjectNode root = JSON.createObjectNode();
        root.put("$ref", reference);
        root.set("components", DOCUMENT.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root);
    }
}
