package dev.tideline.local.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.Cells;
import dev.tideline.local.stack.DevelopmentTokens;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartCaches;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two home cells as processes, of which us keeps copies of what is at home in eu. What was fetched is fresh for an hour, so
 * whatever changes sooner was purged.
 */
class OtherHomeIT {

    private static final Part EU = Part.GATEWAY_EU_1;
    private static final Part US = Part.GATEWAY_US_1;
    private static final String WARNING = "X-Data-Staleness-Warning";
    private static final String SESSION = "X-Tideline-Session";

    private static final String PLACEMENT = """
            regions: [eu, us]
            collections:
              articles:
                tier: cache
                cache: {max-age: 1h, past-limit: warn}
                residency: {home: eu, cache-in: [eu, us]}
              prices:
                tier: cache
                cache: {max-age: 1h, past-limit: fail}
                residency: {home: eu, cache-in: [eu, us]}
              orders:
                tier: cache
                cache: {max-age: 1h, past-limit: fail}
                residency: {home: us}
            """;

    @TempDir
    private Path directory;

    @Test
    void copiesFollowTheLogOfTheirHome() throws Exception {
        Path root = Path.of(System.getProperty("tideline.root", "../.."));
        Path placement = Files.writeString(directory.resolve("placement.yaml"), PLACEMENT);
        StartCaches.serve(root, directory.resolve("cells"));
        StackSettings first = StackSettings.of(root, directory.resolve("cells"), Addresses.standard())
                .withPlacement(placement);
        List<StackSettings> cells = Cells.of(first, List.of(Addresses.free(), Addresses.free()));
        try (LocalStack inEu = LocalStack.start(cells.getFirst(), Progress.SILENT);
                LocalStack inUs = LocalStack.start(cells.getLast(), Progress.SILENT)) {
            Requests atEu = new Requests(inEu);
            Requests atUs = new Requests(inUs);
            write(atEu, EU, "/api/articles/a", 1);
            write(atEu, EU, "/api/prices/p", 1);
            write(atUs, US, "/api/orders/o", 1);
            for (String path : List.of("/api/articles/a", "/api/prices/p", "/api/orders/o")) {
                isKept(atUs, path, 1);
            }

            write(atEu, EU, "/api/articles/a", 2);
            isKept(atUs, "/api/articles/a", 2);
            purge(inEu, cells.getFirst(), "articles/a");
            assertThat(isHit(atUs.get(US, "/api/articles/a"))).isFalse();
            aSessionSeesWhatItWroteByWayOfUs(atUs);
            isKept(atUs, "/api/articles/a", 3);

            inEu.stop(Part.KAFKA);
            becomesUncertain(atUs);
            inEu.start(Part.KAFKA);
            atUs.until(US, "/api/articles/a", answer -> isHit(answer) && !isWarned(answer));
            isKept(atUs, "/api/articles/a", 3);
            assertThat(atUs.read(US, "/api/prices/p").body()).isEqualTo("{\"n\": 1}");
            write(atEu, EU, "/api/articles/a", 4);
            isKept(atUs, "/api/articles/a", 4);
        }
    }

    private static void write(Requests requests, Part gateway, String path, int n) {
        HttpResponse<String> answer = requests.put(gateway, path, "{\"n\": " + n + "}");
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 202);
    }

    private static void isKept(Requests requests, String path, int n) {
        HttpResponse<String> answer = requests.until(
                US, path, one -> isHit(one) && one.body().equals("{\"n\": " + n + "}") && !isWarned(one));
        assertThat(answer.body()).isEqualTo("{\"n\": " + n + "}");
        assertThat(isHit(answer)).as(String.valueOf(answer.headers())).isTrue();
        assertThat(Requests.header(answer, "X-Edge-Home")).isEqualTo(path.startsWith("/api/orders") ? "us" : "eu");
    }

    /** Answered with 200 when every instance has applied it, the gateway in us among them. */
    private static void purge(LocalStack stack, StackSettings settings, String key)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        stack.addresses().http(Part.INVALIDATION).resolve("/purges"))
                .header(
                        "Authorization",
                        "Bearer " + DevelopmentTokens.open(settings.directory()).operator())
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=30")
                .POST(BodyPublishers.ofString("{\"keys\": [\"" + key + "\"]}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("us-1");
        }
    }

    private static void aSessionSeesWhatItWroteByWayOfUs(Requests atUs) {
        HttpResponse<String> accepted = atUs.enqueue(US, "/api/articles/a", "{\"n\": 3}");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String ticket = Requests.header(accepted, SESSION);
        HttpResponse<String> seen =
                atUs.until(US, "/api/articles/a", answer -> answer.statusCode() != 503, SESSION, ticket);
        assertThat(seen.body()).isEqualTo("{\"n\": 3}");
        assertThat(Requests.header(seen, SESSION)).startsWith(ticket.substring(0, ticket.lastIndexOf('.')));
    }

    /** What is at home in eu, by its placement's rule; what is at home in us is answered as before. */
    private static void becomesUncertain(Requests atUs) {
        HttpResponse<String> warned = atUs.until(US, "/api/articles/a", answer -> isHit(answer) && isWarned(answer));
        assertThat(isHit(warned) && isWarned(warned)).isTrue();
        assertThat(atUs.until(US, "/api/prices/p", answer -> answer.statusCode() == 503)
                        .statusCode())
                .isEqualTo(503);
        HttpResponse<String> own = atUs.until(US, "/api/orders/o", OtherHomeIT::isHit);
        assertThat(isHit(own)).as(String.valueOf(own.headers())).isTrue();
        assertThat(isWarned(own)).isFalse();
        write(atUs, US, "/api/orders/o", 2);
        isKept(atUs, "/api/orders/o", 2);
        assertThat(isWarned(atUs.get(US, "/api/articles/a"))).isTrue();
    }

    private static boolean isHit(HttpResponse<?> answer) {
        return Requests.header(answer, "X-Cache-Status").equals("HIT");
    }

    private static boolean isWarned(HttpResponse<?> answer) {
        return !Requests.header(answer, WARNING).isEmpty();
    }
}
