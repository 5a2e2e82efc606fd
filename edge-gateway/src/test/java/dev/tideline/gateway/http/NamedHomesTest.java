package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.store.MemoryTier;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A gateway in us before an origin of somebody's own, whose answers name their home. */
@TestInstance(Lifecycle.PER_CLASS)
class NamedHomesTest {

    private static final String HOME = "X-Data-Home";
    private static final String SECRET = "of whom it is not said";

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("placement.yaml"), """
                regions: [eu, us, ap]
                collections: {}
                responses:
                  header: X-Data-Home
                  homes: {us: {}, eu: {serve-in: [eu, us]}, ap: {}}
                """);
        origin = new TestingOrigin();
        gateway = TestingGateway.with(
                ResidencyTest.Rules.class,
                origin.url(),
                "tideline.region=us",
                "tideline.placement=" + file,
                "spring.cloud.gateway.server.webflux.routes[0].metadata.cache.policy=permissive");
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    private void answers(String path, String home) {
        origin.on(path, SECRET, "Cache-Control", "max-age=60", "CDN-Cache-Control", "max-age=60", HOME, home);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return String.join(", ", answer.headers().allValues(name));
    }

    @Test
    void whatIsAtHomeHereOrNamesNoHomeIsKept() {
        answers("/own", "us");
        origin.on("/unbound", "x", "Cache-Control", "max-age=60");
        for (String path : List.of("/own", "/unbound")) {
            gateway.get(path);
            Waits.until(() -> result(gateway.get(path)).equals("HIT"));
        }
        assertThat(header(gateway.get("/own"), "Cache-Control")).isEqualTo("max-age=60");
    }

    @Test
    void whatMayOnlyBeServedHereIsAskedForEachTimeAndKeptByNobody() {
        long before = gateway.bean(MemoryTier.class).size();
        answers("/passed", "eu");
        for (int times = 1; times <= 3; times++) {
            HttpResponse<String> answer = gateway.get("/passed");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(SECRET);
            assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
            assertThat(header(answer, "CDN-Cache-Control")).isEmpty();
            assertThat(header(answer, "Cache-Status"))
                    .contains("detail=residency")
                    .doesNotContain("stored");
            assertThat(origin.count("/passed")).isEqualTo(times);
        }
        assertThat(gateway.bean(MemoryTier.class).size()).isEqualTo(before);
    }

    @Test
    void whatMayNotBeServedHereIs451() {
        answers("/refused", "ap");
        HttpResponse<String> refused = gateway.get("/refused");
        assertThat(refused.statusCode()).isEqualTo(451);
        assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(refused, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(refused, "Cache-Status")).contains("not-served-here");
        assertThat(refused.body()).doesNotContain(SECRET);
        assertThat(refused.headers().firstValue(HOME)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "EU", "", "eu, us", "eu;q=1"})
    void aHomeThatNobodyKnowsIs502(String home) {
        answers("/unknown", home);
        HttpResponse<String> refused = gateway.get("/unknown");
        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(refused.body()).contains("\"status\":502").doesNotContain(SECRET);
        assertThat(result(gateway.get("/unknown"))).isEqualTo("MISS");
    }

    @Test
    void twoHomesAreNone() {
        origin.on("/two", SECRET, "Cache-Control", "max-age=60", HOME, "us", HOME, "us");
        assertThat(gateway.get("/two").statusCode()).isEqualTo(502);
    }

    /** Each of those who wait for one fetch gets an answer of their own, made for nobody else. */
    @Test
    void whoWaitsForAnAnswerThatIsNotKeptAsksForHimself() {
        Sinks.One<String> sent = Sinks.one();
        origin.on(
                "/waited",
                (in, out) -> out.header("Cache-Control", "max-age=60")
                        .header(HOME, "eu")
                        .sendString(sent.asMono()));
        List<CompletableFuture<HttpResponse<String>>> readers =
                IntStream.range(0, 5).mapToObj(i -> gateway.getLater("/waited")).toList();
        Waits.until(() -> origin.count("/waited") > 0);
        sent.tryEmitValue(SECRET);
        for (CompletableFuture<HttpResponse<String>> reader : readers) {
            HttpResponse<String> answer = reader.join();
            assertThat(answer.body()).isEqualTo(SECRET);
            assertThat(header(answer, "Cache-Status"))
                    .doesNotContain("collapsed")
                    .doesNotContain("hit");
        }
        assertThat(origin.count("/waited")).isEqualTo(5);
    }

    /** Stored while it was at home here, stale at once, and confirmed by an origin that says otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"eu", "ap", "fr"})
    void whatIsConfirmedUnderAnotherHomeIsDropped(String moved) {
        String path = "/moved-" + moved;
        AtomicReference<String> home = new AtomicReference<>("us");
        origin.on(path, (in, out) -> {
            boolean known = in.requestHeaders().contains("If-None-Match");
            out.status(known ? 304 : 200)
                    .header("Cache-Control", "max-age=0, stale-if-error=600")
                    .header("ETag", "\"1\"")
                    .header(HOME, home.get());
            return known ? out.send() : out.sendString(Mono.just(SECRET));
        });
        gateway.get(path);
        Waits.until(() -> result(gateway.get(path)).equals("REVALIDATED"));
        long before = gateway.bean(MemoryTier.class).size();

        home.set(moved);
        HttpResponse<String> answer = gateway.get(path);
        assertThat(answer.statusCode()).isEqualTo(moved.equals("eu") ? 200 : moved.equals("ap") ? 451 : 502);
        assertThat(answer.body().contains(SECRET)).isEqualTo(moved.equals("eu"));
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        Waits.until(() -> gateway.bean(MemoryTier.class).size() < before);
        gateway.get(path);
        assertThat(origin.last().header("If-None-Match")).isNull();
    }

    @Test
    void theSameHoldsForRequestsThatTheCacheLetsBy() {
        answers("/posted", "ap");
        HttpResponse<String> refused = gateway.send("POST", "/posted", "x");
        assertThat(refused.statusCode()).isEqualTo(451);
        assertThat(refused.body()).doesNotContain(SECRET);
        answers("/posted", "fr");
        assertThat(gateway.send("POST", "/posted", "x").statusCode()).isEqualTo(502);

        origin.on("/posted", SECRET, "Cache-Control", "max-age=60", "Content-Location", "/posted", HOME, "eu");
        HttpResponse<String> passed = gateway.send("POST", "/posted", "x");
        assertThat(passed.body()).isEqualTo(SECRET);
        assertThat(header(passed, "Cache-Control")).isEqualTo("no-store");
        assertThat(result(gateway.get("/posted"))).isEqualTo("MISS");
    }

    /** A write is done, whoever may read the answer to it. */
    @Test
    void aWriteWhoseAnswerIsWithheldMakesInvalidWhatItChanged() {
        answers("/changed", "us");
        gateway.get("/changed");
        Waits.until(() -> result(gateway.get("/changed")).equals("HIT"));
        origin.on("/changed", SECRET, HOME, "ap");
        assertThat(gateway.send("PUT", "/changed", "x").statusCode()).isEqualTo(451);
        answers("/changed", "us");
        assertThat(result(gateway.get("/changed"))).isEqualTo("MISS");
    }
}
