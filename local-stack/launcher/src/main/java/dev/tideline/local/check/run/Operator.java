package dev.tideline.local.check.run;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Purges by the API of invalidation-service. */
public final class Operator {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String worker;
    private final HttpClient client;
    private final URI purges;
    private final String token;
    private final Recorder recorder;

    /** @param worker its name in the record */
    public Operator(String worker, HttpClient client, CheckedStack stack, Recorder recorder) {
        this.worker = worker;
        this.client = client;
        this.purges = stack.invalidation().resolve("/purges");
        this.token = stack.operatorToken();
        this.recorder = recorder;
    }

    /** Asks once, and records what came of it. */
    public void purge(Scope scope, PurgeIssued.Mode mode) {
        HttpRequest request = HttpRequest.newBuilder(purges)
                .timeout(Duration.ofSeconds(4))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(scope, mode)))
                .build();
        long begin = recorder.clock().now();
        Optional<UUID> purgeId = Optional.empty();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            purgeId = response.statusCode() / 100 == 2 ? purgeId(response.body()) : Optional.empty();
        } catch (IOException lost) {
            // Whether it was taken shows in the log.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        recorder.add(new Fact.PurgeAsked(
                worker, List.of(scope), mode, new Span(begin, recorder.clock().now()), purgeId));
    }

    static String body(Scope scope, PurgeIssued.Mode mode) {
        String what =
                switch (scope) {
                    case Scope.Resource(ResourceKey key, long version) -> "\"keys\":[\"" + key + "\"]";
                    case Scope.Url(String url) -> "\"urls\":[\"" + url + "\"]";
                    case Scope.Tag(String tag) -> "\"tags\":[\"" + tag + "\"]";
                    case Scope.Prefix(String prefix) -> "\"prefixes\":[\"" + prefix + "\"]";
                    case Scope.Everything() -> "\"everything\":true";
                };
        return "{" + what + ",\"mode\":\"" + mode.name().toLowerCase(Locale.ROOT) + "\"}";
    }

    private static Optional<UUID> purgeId(String body) {
        try {
            return Optional.of(UUID.fromString(JSON.readTree(body).path("id").asString("")));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
