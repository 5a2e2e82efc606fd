package dev.tideline.gateway.write;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The origin's document of a write, read leniently: what is not understood is as if the origin were not there. */
final class OutcomeJson {

    private static final Pattern POSITION = Pattern.compile("(\\d{1,6}):(\\d{1,18})");

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
                position(document.path("position").asString("")),
                instant(document.path("appliedAt").asString("")),
                problem(document.path("problem")));
    }

    /** Reads {@code partition:offset}. */
    static @Nullable WritePosition position(String text) {
        Matcher parts = POSITION.matcher(text);
        return parts.matches()
                ? new WritePosition(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)))
                : null;
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
