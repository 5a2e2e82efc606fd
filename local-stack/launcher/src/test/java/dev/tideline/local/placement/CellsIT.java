package dev.tideline.local.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.Cells;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartCaches;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two home cells as processes: what is at home in one is searched for in every byte of the other. */
class CellsIT {

    private static final Part EU = Part.GATEWAY_EU_1;
    private static final Part US = Part.GATEWAY_US_1;

    private final String eu = mark("eu");
    private final String us = mark("us");

    @TempDir
    private Path directory;

    private static String mark(String region) {
        return "canary" + region + UUID.randomUUID().toString().replace("-", "");
    }

    @Test
    void whatIsAtHomeInOneCellIsNowhereInTheOther() {
        Path root = Path.of(System.getProperty("tideline.root", "../.."));
        StartCaches.serve(root, directory);
        StackSettings first = StackSettings.of(root, directory, Addresses.standard())
                .withPlacement(StackSettings.cellsPlacement(root));
        List<StackSettings> cells = Cells.of(first, List.of(Addresses.free(), Addresses.free()));
        try (LocalStack inEu = LocalStack.start(cells.getFirst(), Progress.SILENT);
                LocalStack inUs = LocalStack.start(cells.getLast(), Progress.SILENT)) {
            Requests atEu = new Requests(inEu);
            Requests atUs = new Requests(inUs);
            writeAndRead(atEu, atUs);
            refuse(atEu);
            eachRecordAtItsHome(atEu, atUs);

            Map<String, byte[]> ofEu = new Places(inEu, cells.getFirst()).everything(Part.REDIS_EU);
            Map<String, byte[]> ofUs = new Places(inUs, cells.getLast()).everything(Part.REDIS_US);
            assertThat(Places.has(ofEu.get("postgres"), eu))
                    .as("postgres of eu")
                    .isTrue();
            assertThat(Places.has(ofUs.get("postgres"), us))
                    .as("postgres of us")
                    .isTrue();
            for (String id : List.of("members/eu~kept", "members/us~kept")) {
                boolean inEuOnly = id.contains("eu~");
                assertThat(Places.has(ofEu.get("kafka"), id)).as(id + " in eu").isEqualTo(inEuOnly);
                assertThat(Places.has(ofUs.get("kafka"), id)).as(id + " in us").isEqualTo(!inEuOnly);
            }
            // Kafka has what was written, but only under the key of whose data it is.
            assertThat(Places.has(ofEu.get("kafka"), "customers/a")).isTrue();
            assertThat(Places.has(ofEu.get("kafka"), eu)).as("kafka of eu").isFalse();
            assertThat(Places.has(ofUs.get("kafka"), us)).as("kafka of us").isFalse();
            ofUs.forEach((place, bytes) ->
                    assertThat(Places.has(bytes, eu)).as(place + " of us").isFalse());
            ofEu.forEach((place, bytes) ->
                    assertThat(Places.has(bytes, us)).as(place + " of eu").isFalse());
        }
    }

    /** Each home's data, written and read at both: by way of the other it leaves nothing there. */
    private void writeAndRead(Requests atEu, Requests atUs) {
        String customer = "{\"name\": \"" + eu + "\", \"email\": \"" + eu + "@x.example\"}";
        String order = "{\"note\": \"" + us + "\"}";
        for (String id : List.of("a", "b")) {
            boolean atHome = id.equals("a");
            HttpResponse<String> customers =
                    (atHome ? atEu : atUs).put(atHome ? EU : US, "/api/customers/" + id, customer);
            HttpResponse<String> orders = (atHome ? atUs : atEu).put(atHome ? US : EU, "/api/orders/" + id, order);
            assertThat(customers.statusCode()).as(customers.body()).isEqualTo(201);
            assertThat(orders.statusCode()).as(orders.body()).isEqualTo(201);
            if (!atHome) {
                // The home tells what became of a write that came by way of the other.
                String outcome = Requests.header(customers, "Content-Location");
                assertThat(atUs.get(US, outcome).body()).contains("\"applied\"");
            }
        }
        for (int times = 0; times < 3; times++) {
            for (String id : List.of("a", "b")) {
                assertThat(atEu.read(EU, "/api/customers/" + id).body()).contains(eu + "@x.example");
                assertThat(atUs.read(US, "/api/customers/" + id).body())
                        .contains(eu)
                        .doesNotContain("@x.example");
                assertThat(atUs.read(US, "/api/orders/" + id).body()).contains(us);
                HttpResponse<String> elsewhere = atEu.read(EU, "/api/orders/" + id);
                assertThat(elsewhere.body()).contains(us);
                assertThat(Requests.header(elsewhere, "X-Edge-Home")).isEqualTo("us");
            }
        }
    }

    /** One collection, whose documents say where they belong: written at the other region's gateway, with and without an id. */
    private void eachRecordAtItsHome(Requests atEu, Requests atUs) {
        String inEu = "{\"name\": \"" + eu + "\", \"home\": \"eu\", \"email\": \"" + eu + "@x.example\"}";
        String inUs = "{\"name\": \"" + us + "\", \"home\": \"us\"}";
        String[] key = {"Idempotency-Key", "\"" + UUID.randomUUID() + "\""};
        HttpResponse<String> made = atUs.post(US, "/api/members", inEu, key);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(Requests.header(made, "X-Edge-Home")).isEqualTo("eu");
        String member = Requests.header(made, "Location");
        assertThat(member).startsWith("/api/members/eu~");
        HttpResponse<String> again = atEu.post(EU, "/api/members", inEu, key);
        assertThat(Requests.header(again, "Location")).isEqualTo(member);
        assertThat(Requests.header(again, "Idempotent-Replayed")).isEqualTo("true");
        assertThat(atEu.post(EU, "/api/members", inUs).statusCode()).isEqualTo(201);
        assertThat(atUs.put(US, "/api/members/eu~kept", inEu).statusCode()).isEqualTo(201);
        assertThat(atEu.put(EU, "/api/members/us~kept", inUs).statusCode()).isEqualTo(201);
        assertThat(atUs.put(US, "/api/members/eu~kept", inUs).statusCode()).isEqualTo(422);

        for (int times = 0; times < 3; times++) {
            assertThat(atEu.read(EU, member).body()).contains(eu + "@x.example");
            assertThat(atUs.read(US, member).body()).contains(eu).doesNotContain("@x.example");
            assertThat(atEu.read(EU, "/api/members").body()).contains("eu~kept").doesNotContain("us~");
            assertThat(atUs.read(US, "/api/members").body()).contains("us~kept").doesNotContain("eu~");
            HttpResponse<String> elsewhere = atUs.read(US, "/api/members?home=eu");
            assertThat(elsewhere.body()).contains("eu~kept", eu).doesNotContain("@x.example");
            assertThat(Requests.header(elsewhere, "X-Edge-Home")).isEqualTo("eu");
        }
    }

    private void refuse(Requests atEu) {
        HttpResponse<String> written = atEu.put(EU, "/api/patients/p1", "{\"note\": \"" + us + "\"}");
        assertThat(written.statusCode()).isEqualTo(451);
        assertThat(atEu.get(EU, "/api/patients/p1").statusCode()).isEqualTo(451);
    }
}
