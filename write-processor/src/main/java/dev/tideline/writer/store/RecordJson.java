package dev.tideline.writer.store;

import dev.tideline.events.WritePosition;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A record as JSON with base64: a record may be parked for the very reason that Postgres cannot hold its text. */
public final class RecordJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private RecordJson() {}

    public static String write(LoggedRecord record) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("part", record.position().partition());
        json.put("off", record.position().offset());
        json.put("key", base64(record.key()));
        json.put("value", base64(record.value()));
        ArrayNode headers = json.putArray("headers");
        for (LoggedRecord.Header header : record.headers()) {
            headers.addObject().put("name", header.name()).put("value", base64(header.value()));
        }
        return MAPPER.writeValueAsString(json);
    }

    public static LoggedRecord read(String text) {
        JsonNode json = MAPPER.readTree(text);
        List<LoggedRecord.Header> headers = new ArrayList<>();
        for (JsonNode header : json.path("headers")) {
            headers.add(new LoggedRecord.Header(header.path("name").asString(), bytes(header.get("value"))));
        }
        return new LoggedRecord(
                new WritePosition(json.path("part").intValue(), json.path("off").longValue()),
                bytes(json.get("key")),
                bytes(json.get("value")),
                headers);
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private static byte @Nullable [] bytes(@Nullable JsonNode text) {
        return text == null || text.isNull() ? null : Base64.getDecoder().decode(text.asString());
    }
}
