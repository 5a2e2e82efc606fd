package dev.tideline.local.seed;

import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Writes sample documents through a gateway, as any client would, and waits until they are applied. */
public final class Seeder implements AutoCloseable {
    private static final int AT_ONCE = 16;
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
    private static final Duration APPLY_LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 50;

    private final URI gateway;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public Seeder(URI gateway) {
        this.gateway = gateway;
    }

    /**
     * Writes all sample documents to a running stack.
     *
     * @return how many were written, 0 when all were there
     * @throws StackException when a write is refused or not applied in time
     */
    public static int fill(LocalStack stack) {
        try (Seeder seeder = new Seeder(stack.addresses().http(Part.GATEWAY_EU_1))) {
            return seeder.seed(SampleData.all());
        }
    }

    /**
     * Writes the collections that are not there yet: the last document of a collection is written when all others are
     * accepted, so where it exists the collection is complete. Cut short and begun again it writes nothing twice.
     *
     * @return how many documents were written, 0 when all were there
     * @throws StackException when a write is refused or not applied in time
     */
    public int seed(List<SampleDocument> documents) {
        Map<String, List<SampleDocument>> collections = documents.stream()
                .collect(Collectors.groupingBy(SampleDocument::collection, LinkedHashMap::new, Collectors.toList()));
        List<URI> writes = new ArrayList<>();
        for (List<SampleDocument> collection : collections.values()) {
            if (!exists(collection.getLast())) {
                writes.addAll(together(collection.subList(0, collection.size() - 1), this::write));
                writes.add(write(collection.getLast()));
            }
        }
        long deadline = System.nanoTime() + APPLY_LIMIT.toNanos();
        together(writes, location -> awaitApplied(location, deadline));
        return writes.size();
    }

    /** Or was there: what somebody deleted stays deleted, and what was erased cannot be written again. */
    private boolean exists(SampleDocument document) {
        HttpRequest head = request(gateway.resolve(document.path()))
                .header("Cache-Control", "no-cache")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        int status = send(head).statusCode();
        return status == 200 || status == 410;
    }

    private URI write(SampleDocument document) {
        HttpRequest put = request(gateway.resolve(document.path()))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "\"sample-" + document.collection() + "-" + document.id() + "\"")
                .PUT(HttpRequest.BodyPublishers.ofString(document.json()))
                .build();
        HttpResponse<String> answer = send(put);
        String location = answer.headers().firstValue("Location").orElse("");
        // 200 and 201 come from a collection whose writes wait for their outcome.
        if (location.isEmpty() || answer.statusCode() / 100 != 2) {
            throw new StackException("sample data: PUT " + document.path() + " answered " + answer.statusCode() + " "
                    + answer.body().strip());
        }
        return gateway.resolve(location);
    }

    private URI awaitApplied(URI location, long deadline) {
        HttpResponse<String> answer = send(request(location).GET().build());
        while (!answer.body().contains("\"applied\"")) {
            if (answer.body().contains("\"rejected\"") || System.nanoTime() > deadline) {
                throw new StackException("sample data: " + location + " is not applied but " + answer.statusCode() + " "
                        + answer.body().strip());
            }
            pause();
            answer = send(request(location).GET().build());
        }
        return location;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while seeding");
        }
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(REQUEST_LIMIT);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StackException("sample data: " + request.method() + " " + request.uri() + " failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while seeding");
        }
    }

    private interface Step<T> {
        URI apply(T item);
    }

    private static <T> List<URI> together(List<T> items, Step<T> step) {
        List<Future<URI>> pending = new ArrayList<>();
        List<URI> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            items.forEach(item -> pending.add(threads.submit(() -> step.apply(item))));
            for (Future<URI> one : pending) {
                results.add(one.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while seeding");
        }
        return results;
    }

    @Override
    public void close() {
        client.close();
    }
}
