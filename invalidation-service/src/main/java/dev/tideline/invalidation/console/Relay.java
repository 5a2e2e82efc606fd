package dev.tideline.invalidation.console;

import dev.tideline.invalidation.api.Problems;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * Asks write-processor in the caller's name, so that the console's pages need no other service. Nothing but the caller's
 * {@code Authorization} goes along, and nothing but status and JSON comes back: write-processor decides who may.
 */
final class Relay implements AutoCloseable {

    private static final int MOST_BYTES = 8 << 20;
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final @Nullable URI base;
    private final Duration timeout;
    private final HttpClient http;

    Relay(ConsoleSettings settings) {
        this.base = settings.writeProcessorUrl();
        this.timeout = settings.timeout();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    boolean isConfigured() {
        return base != null;
    }

    /**
     * One question.
     *
     * @param target path and query, encoded
     * @param body JSON to POST; null to GET
     * @return 502, as a problem document, where there is no answer that can be passed on
     */
    ResponseEntity<Object> ask(String authorization, String target, byte @Nullable [] body)
            throws InterruptedException {
        URI to = base;
        if (to == null) {
            return Problems.response(Problems.noWriteProcessor());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(to.resolve(target))
                .timeout(timeout)
                .header(HttpHeaders.AUTHORIZATION, authorization)
                .header(HttpHeaders.ACCEPT, JSON + ", " + PROBLEM);
        if (body != null) {
            request.header(HttpHeaders.CONTENT_TYPE, JSON).POST(BodyPublishers.ofByteArray(body));
        }
        try {
            return passOn(http.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES)));
        } catch (IOException away) {
            return Problems.response(Problems.writeProcessorAway());
        }
    }

    private static ResponseEntity<Object> passOn(HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue(HttpHeaders.CONTENT_TYPE).orElse("");
        if (!type.startsWith(JSON) && !type.startsWith(PROBLEM)) {
            return Problems.response(Problems.writeProcessorAway());
        }
        return ResponseEntity.status(answer.statusCode())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.CONTENT_TYPE, type.startsWith(JSON) ? JSON : PROBLEM)
                .body(answer.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
