package dev.tideline.local.placement;

import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Requests to the gateways of a running stack. */
final class Requests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalStack stack;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Requests(LocalStack stack) {
        this.stack = stack;
    }

    /** Writes JSON and waits for what becomes of it. */
    HttpResponse<String> put(Part gateway, String path, String body, String... more) {
        return send(request(gateway, path).PUT(BodyPublishers.ofString(body)).headers(waiting(more)));
    }

    /** As {@link #put}, with an id that the home makes. */
    HttpResponse<String> post(Part gateway, String path, String body, String... more) {
        return send(request(gateway, path).POST(BodyPublishers.ofString(body)).headers(waiting(more)));
    }

    private static String[] waiting(String... more) {
        String[] waiting = {"Content-Type", "application/json", "Prefer", "wait=30"};
        return Stream.of(waiting, more).flatMap(Stream::of).toArray(String[]::new);
    }

    /** Writes JSON and does not wait. */
    HttpResponse<String> enqueue(Part gateway, String path, String body) {
        return send(request(gateway, path)
                .PUT(BodyPublishers.ofString(body))
                .headers("Content-Type", "application/json", "Prefer", "respond-async"));
    }

    HttpResponse<String> patch(Part gateway, String path, String type, String body) {
        return send(request(gateway, path)
                .method("PATCH", BodyPublishers.ofString(body))
                .headers("Content-Type", type, "Prefer", "wait=30"));
    }

    HttpResponse<String> get(Part gateway, String path, String... headers) {
        HttpRequest.Builder request = request(gateway, path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Reads until there is a good answer, for a busy machine's first ones may come too late for the gateway. */
    HttpResponse<String> read(Part gateway, String path) {
        return until(gateway, path, answer -> answer.statusCode() == 200);
    }

    /** Reads until an answer is as wanted; the last one where none was in time. */
    HttpResponse<String> until(Part gateway, String path, Predicate<HttpResponse<String>> wanted, String... headers) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = get(gateway, path, headers);
        while (!wanted.test(answer) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(200_000_000);
            answer = get(gateway, path, headers);
        }
        return answer;
    }

    private HttpRequest.Builder request(Part gateway, String path) {
        return HttpRequest.newBuilder(stack.addresses().http(gateway).resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
