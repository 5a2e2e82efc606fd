package dev.tideline.local.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * What a gateway answered.
 *
 * @param millis from the request to the whole answer
 */
record Answer(int status, java.net.http.HttpHeaders fields, String body, long millis) {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    static Answer get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    static Answer put(URI uri, String json) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
    }

    String field(String name) {
        return fields.firstValue(name).orElse("");
    }

    /** {@code HIT}, {@code HIT-STALE}, {@code MISS}, {@code REVALIDATED} or {@code BYPASS}. */
    String cacheStatus() {
        return field("X-Cache-Status");
    }

    /** The resource's version, or 0 where the answer names none. */
    long version() {
        return fields.firstValueAsLong("X-Data-Version").orElse(0);
    }

    String seen() {
        return status + " " + cacheStatus() + " version " + version();
    }

    private static Answer send(HttpRequest.Builder request) {
        long start = System.nanoTime();
        try {
            HttpResponse<String> response =
                    CLIENT.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            return new Answer(response.statusCode(), response.headers(), response.body(), millis);
        } catch (IOException unreachable) {
            throw new StepFailed("no answer from " + request.build().uri() + ": " + unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted");
        }
    }
}
