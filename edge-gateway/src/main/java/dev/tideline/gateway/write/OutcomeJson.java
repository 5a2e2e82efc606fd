package dev.tideline.gateway.write;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The origin's document of a write, read leniently: what is not understood is as if the origin were not there. */
final class OutcomeJson {

    private OutcomeJson() {}

    static WriteOutcome parse(UUID writeId, byte[] body) {
        JsonNode document;
        try {
            document = JsonMapper.shared().readTree(body);
        } catch (JacksonException malformed) {
            return new WriteOutcome.Unreachable();
        }
        String text = document.path("status").asString("");
        if (text.equals("pending") || text.equals("parked")) {
            return new WriteOutcome.Pending();
        }
        WriteOutcome.Status status = WriteOutcome.Status.parse(text);
        ResourceKey resource =
                ResourceKey.parse(document.path("resource").asString("")).orElse(null);
        if (status == null || resource == null) {
            return new WriteOutcome.Unreachable();
        }
        JsonNode version = document.path("version");
        return new WriteOutcome.Decided(
                writeId,
                status,
                resource,
                version.isIntegralNumber() ? version.longValue() : null,
                document.path("created").asBoolean(version.asLong(0) == 1),
                document.path("fingerprint").asString(null),
                WritePosition.parse(document.path("position").asString("")).orElse(null),
                instant(document.path("appliedAt").asString("")),
                problem(document.path("problem")));
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException absent) {
            return null;
        }
    }

    private static Map<String, Object> problem(JsonNode problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        problem.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                members.put(member.getKey(), member.getValue());
            }
        });
        return members;
    }
}
