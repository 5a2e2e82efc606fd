package dev.tideline.local.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole suite as processes. Marked values are written for customers, whose home is eu, and for visitors, who may be
 * anywhere; then every byte outside the home is searched for them. What is found of the visitors shows that the search sees.
 */
class CanaryIT {

    private static final String PLACEMENT = """
            regions: [eu, us]
            collections:
              customers:
                tier: cache
                schema: customer.json
                residency: {home: eu, cache-in: [eu], serve-in: [eu, us], redact: [/email, /phone]}
              visitors: {tier: cache}
            """;

    private final String mark = "canary" + UUID.randomUUID().toString().replace("-", "");
    private final String planted = "planted" + UUID.randomUUID().toString().replace("-", "");
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void nothingOfACustomerIsKeptOutsideTheHome() throws IOException {
        Path root = Path.of(System.getProperty("tideline.root", "../.."));
        Path placement = Files.writeString(directory.resolve("placement.yaml"), PLACEMENT);
        Files.copy(root.resolve("local-stack/launcher/placement/customer.json"), directory.resolve("customer.json"));
        StackSettings settings = StackSettings.of(root, directory.resolve("stack"), Addresses.free())
                .withPlacement(placement);
        try (LocalStack stack = LocalStack.start(settings, Progress.SILENT)) {
            List<HttpResponse<String>> refused = new ArrayList<>();
            writeAndRead(stack);
            refused.addAll(goWrong(stack));
            stack.stop(Part.ORIGIN);
            refused.add(get(stack, Part.GATEWAY_US_1, "/api/customers/c1"));
            stack.start(Part.ORIGIN);

            assertThat(refused).allSatisfy(answer -> {
                assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(400);
                assertThat(answer.body()).doesNotContain(mark);
            });
            Places places = new Places(stack, settings);
            assertThat(Places.has(places.queueOfTheHome(), mark + "-email")).isTrue();
            assertThat(isPlanted(stack, places))
                    .as("the planted leak is found in redis-us")
                    .isTrue();
            places.outsideTheHome()
                    .forEach((place, bytes) ->
                            assertThat(Places.has(bytes, mark)).as(place).isFalse());
        }
    }

    /** Written at the home and from elsewhere, read in both regions in every form. */
    private void writeAndRead(LocalStack stack) {
        String document = "{\"name\": \"" + mark + "-name\", \"email\": \"" + mark + "-email@x.example\", \"phone\": \""
                + mark + "\"}";
        assertThat(put(stack, Part.GATEWAY_EU_1, "/api/customers/c1", document).statusCode())
                .isEqualTo(201);
        HttpResponse<String> forwarded = put(stack, Part.GATEWAY_US_1, "/api/customers/c2", document);
        assertThat(forwarded.statusCode()).as(forwarded.body()).isEqualTo(201);
        assertThat(forwarded.headers().firstValue("X-Edge-Home")).contains("eu");
        assertThat(get(stack, Part.GATEWAY_US_1, location(forwarded)).body()).contains("\"applied\"");
        for (int times = 0; times < 3; times++) {
            for (String path : List.of("/api/customers/c1", "/api/customers/c2", "/api/customers?limit=10")) {
                assertThat(get(stack, Part.GATEWAY_EU_1, path).body()).contains(mark + "-name", mark + "-email");
                HttpResponse<String> elsewhere = get(stack, Part.GATEWAY_US_1, path);
                assertThat(elsewhere.statusCode()).isEqualTo(200);
                assertThat(elsewhere.body()).contains(mark + "-name").doesNotContain(mark + "-email", "phone");
            }
        }
    }

    private static String location(HttpResponse<?> written) {
        return written.headers().firstValue("Content-Location").orElseThrow();
    }

    private List<HttpResponse<String>> goWrong(LocalStack stack) {
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Part gateway : List.of(Part.GATEWAY_EU_1, Part.GATEWAY_US_1)) {
            answers.add(put(stack, gateway, "/api/customers/c3", "{\"name\": " + mark));
            answers.add(put(stack, gateway, "/api/customers/c3", "{\"name\": 7, \"email\": \"" + mark + "\"}"));
            answers.add(put(stack, gateway, "/api/customers/c3", "[\"" + mark + "\"]"));
            answers.add(
                    put(stack, gateway, "/api/customers/c1", "{\"name\": \"" + mark + "\"}", "If-Match", "\"v99\""));
            answers.add(send(
                    stack,
                    gateway,
                    "PATCH",
                    "/api/customers/c1",
                    "[{\"op\": \"test\", \"path\": \"/email\", \"value\": \"" + mark + "\"}]",
                    "Content-Type",
                    "application/json-patch+json",
                    "Prefer",
                    "wait=10"));
        }
        return answers;
    }

    /** The same for data that may be kept anywhere, until Redis of us has it: a busy machine's Redis may miss a call. */
    private boolean isPlanted(LocalStack stack, Places places) {
        for (int n = 1; n <= 30; n++) {
            put(stack, Part.GATEWAY_EU_1, "/api/visitors/v" + n, "{\"name\": \"" + planted + "\"}");
            assertThat(get(stack, Part.GATEWAY_US_1, "/api/visitors/v" + n).body())
                    .contains(planted);
            LockSupport.parkNanos(500_000_000);
            if (Places.has(places.outsideTheHome().get("redis-us"), planted)) {
                return true;
            }
        }
        return false;
    }

    private HttpResponse<String> get(LocalStack stack, Part gateway, String path) {
        return send(stack, gateway, "GET", path, null);
    }

    private HttpResponse<String> put(LocalStack stack, Part gateway, String path, String body, String... more) {
        String[] headers = new String[4 + more.length];
        System.arraycopy(new String[] {"Content-Type", "application/json", "Prefer", "wait=10"}, 0, headers, 0, 4);
        System.arraycopy(more, 0, headers, 4, more.length);
        return send(stack, gateway, "PUT", path, body, headers);
    }

    private HttpResponse<String> send(
            LocalStack stack, Part gateway, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        stack.addresses().http(gateway).resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
