package dev.tideline.local.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartCaches;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One collection that is moved from tier to tier, in one region of the whole suite as processes. */
class TierChangeIT {

    private static final Part US = Part.GATEWAY_US_1;

    @TempDir
    private Path directory;

    @Test
    void aCollectionIsServedByTheRulesOfEachTierInTurn() throws IOException {
        Path root = Path.of(System.getProperty("tideline.root", "../.."));
        StartCaches.serve(root, directory.resolve("stack"));
        StackSettings settings = StackSettings.of(root, directory.resolve("stack"), Addresses.free())
                .withPlacement(place("cache"))
                .withParts(EnumSet.complementOf(EnumSet.of(Part.REDIS_EU, Part.GATEWAY_EU_1, Part.GATEWAY_EU_2)));
        try (LocalStack stack = LocalStack.start(settings, Progress.SILENT)) {
            Requests requests = new Requests(stack);
            write(requests, "read", 1);
            write(requests, "unread", 1);
            until(() -> isHit(requests.get(US, "/api/notes/read")));

            change(stack, "replicated");
            until(() -> isCopy(requests.get(US, "/api/notes/read")));
            isServedWithoutTheOrigin(stack, requests);
            isServedWhileCutOffAndCatchesUp(stack, requests);

            change(stack, "strong");
            write(requests, "read", 4);
            until(() -> requests.get(US, "/api/notes/read").body().equals("{\"n\": 4}"));
            for (int times = 0; times < 3; times++) {
                HttpResponse<String> answer = requests.read(US, "/api/notes/read");
                assertThat(answer.body()).isEqualTo("{\"n\": 4}");
                assertThat(isHit(answer)).isFalse();
            }

            // Redis still has what was cached in the beginning.
            change(stack, "cache");
            assertThat(requests.read(US, "/api/notes/read").body()).isEqualTo("{\"n\": 4}");
            until(() -> isHit(requests.get(US, "/api/notes/read")));
            assertThat(requests.get(US, "/api/notes/read").body()).isEqualTo("{\"n\": 4}");
        }
    }

    /** Also what was never read here, also after a restart, and also what is written meanwhile. */
    private static void isServedWithoutTheOrigin(LocalStack stack, Requests requests) {
        stack.stop(Part.ORIGIN);
        stack.restart(US);
        until(() -> isCopy(requests.get(US, "/api/notes/unread")));
        assertThat(requests.get(US, "/api/notes/unread").body()).isEqualTo("{\"n\": 1}");
        assertThat(requests.get(US, "/api/notes").body()).contains("\"id\":\"read\"", "\"id\":\"unread\"");
        // Nobody tells what became of it while the origin is away.
        assertThat(requests.enqueue(US, "/api/notes/read", "{\"n\": 2}").statusCode())
                .isEqualTo(202);
        until(() -> requests.get(US, "/api/notes/read").body().equals("{\"n\": 2}"));
        stack.start(Part.ORIGIN);
    }

    private static void isServedWhileCutOffAndCatchesUp(LocalStack stack, Requests requests) {
        stack.stop(Part.KAFKA);
        until(() -> Requests.header(requests.get(US, "/api/notes/read"), "X-Data-Staleness-Bound-Ms")
                .matches("[6-9]\\d{3}|\\d{5,}"));
        HttpResponse<String> answer = requests.get(US, "/api/notes/read");
        assertThat(isCopy(answer)).isTrue();
        assertThat(answer.body()).isEqualTo("{\"n\": 2}");
        assertThat(Requests.header(answer, "X-Data-Staleness-Warning")).isEqualTo("limit-ms=5000");
        stack.start(Part.KAFKA);
        until(() -> requests.put(US, "/api/notes/read", "{\"n\": 3}").statusCode() < 300);
        until(() -> {
            HttpResponse<String> later = requests.get(US, "/api/notes/read");
            return isCopy(later)
                    && later.body().equals("{\"n\": 3}")
                    && Requests.header(later, "X-Data-Staleness-Warning").isEmpty();
        });
    }

    private static void write(Requests requests, String id, int n) {
        HttpResponse<String> answer = requests.put(US, "/api/notes/" + id, "{\"n\": " + n + "}");
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 202);
    }

    private void change(LocalStack stack, String tier) throws IOException {
        place(tier);
        List.of(Part.WRITE_PROCESSOR, Part.ORIGIN, US).forEach(stack::restart);
    }

    private Path place(String tier) throws IOException {
        return Files.writeString(directory.resolve("placement.yaml"), """
                regions: [eu, us]
                collections:
                  notes: {tier: %s}
                """.formatted(tier));
    }

    private static boolean isHit(HttpResponse<?> answer) {
        return Requests.header(answer, "X-Cache-Status").startsWith("HIT");
    }

    private static boolean isCopy(HttpResponse<?> answer) {
        return Requests.header(answer, "Cache-Status").contains("detail=replica");
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(200_000_000);
        }
    }
}
