package dev.tideline.local.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.Cells;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two home cells as processes: what is at home in one is searched for in every byte of the other. */
class CellsIT {

    private final String eu = mark("eu");
    private final String us = mark("us");
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private static String mark(String region) {
        return "canary" + region + UUID.randomUUID().toString().replace("-", "");
    }

    @Test
    void whatIsAtHomeInOneCellIsNowhereInTheOther() {
        Path root = Path.of(System.getProperty("tideline.root", "../.."));
        StackSettings first = StackSettings.of(root, directory, Addresses.standard())
                .withPlacement(StackSettings.cellsPlacement(root));
        List<StackSettings> cells = Cells.of(first, List.of(Addresses.free(), Addresses.free()));
        try (LocalStack inEu = LocalStack.start(cells.getFirst(), Progress.SILENT);
                LocalStack inUs = LocalStack.start(cells.getLast(), Progress.SILENT)) {
            writeAndRead(inEu, Part.GATEWAY_EU_1, inUs, Part.GATEWAY_US_1);
            refuse(inEu);

            Map<String, byte[]> ofEu = new Places(inEu, cells.getFirst()).everything(Part.REDIS_EU);
            Map<String, byte[]> ofUs = new Places(inUs, cells.getLast()).everything(Part.REDIS_US);
            for (String place : List.of("kafka", "postgres")) {
                assertThat(Places.has(ofEu.get(place), eu)).as(place + " of eu").isTrue();
                assertThat(Places.has(ofUs.get(place), us)).as(place + " of us").isTrue();
            }
            ofUs.forEach((place, bytes) ->
                    assertThat(Places.has(bytes, eu)).as(place + " of us").isFalse());
            ofEu.forEach((place, bytes) ->
                    assertThat(Places.has(bytes, us)).as(place + " of eu").isFalse());
        }
    }

    /** Each home's data, written and read at both: by way of the other it leaves nothing there. */
    private void writeAndRead(LocalStack inEu, Part euGateway, LocalStack inUs, Part usGateway) {
        String customer = "{\"name\": \"" + eu + "\", \"email\": \"" + eu + "@x.example\"}";
        String order = "{\"note\": \"" + us + "\"}";
        for (String id : List.of("a", "b")) {
            boolean atHome = id.equals("a");
            HttpResponse<String> customers =
                    put(atHome ? inEu : inUs, atHome ? euGateway : usGateway, "/api/customers/" + id, customer);
            HttpResponse<String> orders =
                    put(atHome ? inUs : inEu, atHome ? usGateway : euGateway, "/api/orders/" + id, order);
            assertThat(customers.statusCode()).as(customers.body()).isEqualTo(201);
            assertThat(orders.statusCode()).as(orders.body()).isEqualTo(201);
            if (!atHome) {
                // The home tells what became of a write that came by way of the other.
                String outcome =
                        customers.headers().firstValue("Content-Location").orElseThrow();
                assertThat(get(inUs, usGateway, outcome).body()).contains("\"applied\"");
            }
        }
        for (int times = 0; times < 3; times++) {
            for (String id : List.of("a", "b")) {
                assertThat(get(inEu, euGateway, "/api/customers/" + id).body()).contains(eu + "@x.example");
                assertThat(get(inUs, usGateway, "/api/customers/" + id).body())
                        .contains(eu)
                        .doesNotContain("@x.example");
                assertThat(get(inUs, usGateway, "/api/orders/" + id).body()).contains(us);
                HttpResponse<String> elsewhere = get(inEu, euGateway, "/api/orders/" + id);
                assertThat(elsewhere.body()).contains(us);
                assertThat(elsewhere.headers().firstValue("X-Edge-Home")).contains("us");
            }
        }
    }

    private void refuse(LocalStack inEu) {
        HttpResponse<String> written = put(inEu, Part.GATEWAY_EU_1, "/api/patients/p1", "{\"note\": \"" + us + "\"}");
        assertThat(written.statusCode()).isEqualTo(451);
        assertThat(get(inEu, Part.GATEWAY_EU_1, "/api/patients/p1").statusCode())
                .isEqualTo(451);
    }

    private HttpResponse<String> put(LocalStack stack, Part gateway, String path, String body) {
        return send(HttpRequest.newBuilder(stack.addresses().http(gateway).resolve(path))
                .headers("Content-Type", "application/json", "Prefer", "wait=20")
                .PUT(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(LocalStack stack, Part gateway, String path) {
        return send(HttpRequest.newBuilder(stack.addresses().http(gateway).resolve(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(40)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
