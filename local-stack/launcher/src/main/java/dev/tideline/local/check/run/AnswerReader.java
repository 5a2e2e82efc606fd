package dev.tideline.local.check.run;

import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Answer.Served;
import dev.tideline.local.check.history.Target;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From HTTP to what the rules speak of. Pure. */
final class AnswerReader {

    private static final Pattern WRITE_ID = Pattern.compile("/writes/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AnswerReader() {}

    static Answer read(Target target, HttpResponse<String> response) {
        HttpHeaders fields = response.headers();
        Served served = new Served(
                fields.firstValue("X-Cache-Status").orElse(""),
                fields.firstValueAsLong("X-Data-Staleness-Bound-Ms").orElse(Served.NO_BOUND),
                fields.firstValueAsLong(OriginProxy.FILL).orElse(0));
        long version = fields.firstValueAsLong("X-Data-Version").orElse(0);
        return switch (response.statusCode()) {
            case 200 -> content(target, response.body(), version, served);
            // The gateway has no answer of its own with these two, so they are the origin's.
            case 404, 410 -> new Answer.Absent(version, served);
            default -> new Answer.Refused(response.statusCode(), isProblem(fields));
        };
    }

    private static Answer content(Target target, String body, long version, Served served) {
        try {
            JsonNode json = JSON.readTree(body);
            return switch (target) {
                case Target.Item item ->
                    new Answer.Document(version, json.path("mark").asString(""), served);
                case Target.Listing listing -> new Answer.Listed(versions(json), served);
            };
        } catch (JacksonException cut) {
            return new Answer.Lost("a body that is not JSON");
        }
    }

    private static Map<String, Long> versions(JsonNode page) {
        Map<String, Long> versions = new HashMap<>();
        for (JsonNode item : page.path("items")) {
            versions.put(item.path("id").asString(""), item.path("version").asLong(0));
        }
        return versions;
    }

    static Acceptance acceptance(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status != 202) {
            return new Acceptance.Refused(status);
        }
        String location = response.headers().firstValue("Location").orElse("");
        Matcher writeId = WRITE_ID.matcher(location);
        // Whatever it was given, the client cannot say which write it is that it was promised.
        return writeId.find()
                ? new Acceptance.Accepted(UUID.fromString(writeId.group(1)))
                : new Acceptance.Unknown("202 with the Location '" + location + "'");
    }

    private static boolean isProblem(HttpHeaders fields) {
        return fields.firstValue("Content-Type").orElse("").startsWith("application/problem+json");
    }
}
