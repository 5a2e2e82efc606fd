package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.SessionTicket;
import dev.tideline.gateway.purge.PurgeLog;
import dev.tideline.gateway.purge.SessionGate;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Answers for Tideline's own data: bounds, limits, sessions and floors. The test is the log's only writer. */
@TestInstance(Lifecycle.PER_CLASS)
class FollowedTest {

    private static final String SESSION = SessionTicket.HEADER;
    private static final int LIMIT_MS = 1_000;

    @Import(TestingLog.Beans.class)
    static class Followed {
        @Bean
        SessionGate sessionGate(PurgeLog log) {
            return new SessionGate(log, 100);
        }

        @Bean
        Placement placement() throws IOException {
            Path file = Files.createTempFile("placement", ".yaml");
            Files.writeString(file, """
                    regions: [eu]
                    collections:
                      plain: {tier: cache, cache: {max-age: 1h}}
                      confirmed: {tier: cache, cache: {max-age: 1h, staleness-limit: 1s, past-limit: revalidate}}
                      warned: {tier: cache, cache: {max-age: 1h, staleness-limit: 1s, past-limit: warn}}
                      strict: {tier: cache, cache: {max-age: 1h, staleness-limit: 1s, past-limit: fail}}
                    """);
            return PlacementFile.read(file);
        }
    }

    private TestingOrigin origin;
    private TestingOrigin other;
    private TestingGateway gateway;
    private TestingLog log;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        other = new TestingOrigin();
        gateway = TestingGateway.with(
                Followed.class,
                origin.url(),
                "tideline.coherence.session-wait=150ms",
                "spring.cloud.gateway.server.webflux.routes[1].id=other",
                "spring.cloud.gateway.server.webflux.routes[1].order=-1",
                "spring.cloud.gateway.server.webflux.routes[1].uri=" + other.url(),
                "spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/other/**");
        log = new TestingLog(gateway);
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
        other.close();
    }

    private void beat(long nextOffset, Instant asOf) {
        log.beat(nextOffset, asOf);
        gateway.bean(SessionGate.class).advanced();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static long bound(HttpResponse<?> response) {
        return response.headers().firstValueAsLong("X-Data-Staleness-Bound-Ms").orElse(-1);
    }

    private static void pass(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    // Bounds

    @Test
    void aFetchedAnswerIsAsOldAsTheQuestion() throws Exception {
        origin.on(
                "/api/plain/slow",
                (in, out) -> out.header("Cache-Control", "max-age=60")
                        .sendString(Mono.delay(Duration.ofMillis(300)).map(any -> "late")));
        HttpResponse<String> missed = gateway.get("/api/plain/slow");
        assertThat(result(missed)).isEqualTo("MISS");
        assertThat(bound(missed)).isBetween(300L, 2_000L);

        origin.on("/api/plain/unstored", "x", "Cache-Control", "no-store");
        assertThat(bound(gateway.get("/api/plain/unstored"))).isBetween(0L, 2_000L);
    }

    @Test
    void everyAnswerWithDataHasABoundAndNoOtherHas() {
        origin.on("/api/plain/absent", 404, "no", "Cache-Control", "max-age=60");
        assertThat(bound(gateway.get("/api/plain/absent"))).isNotNegative();
        assertThat(bound(gateway.get("/api/plain/absent", "Authorization", "x")))
                .isNotNegative();
        origin.on("/api/plain/broken", 500, "no");
        assertThat(bound(gateway.get("/api/plain/broken"))).isEqualTo(-1);
        assertThat(bound(gateway.get("/api/plain/nothing", "Cache-Control", "only-if-cached")))
                .isEqualTo(-1);
        other.on("/other/x", "x", "Cache-Control", "max-age=60");
        gateway.get("/other/x");
        assertThat(bound(gateway.get("/other/x"))).isEqualTo(-1);
    }

    @Test
    void aHitIsAsOldAsWhatTheLogCovers() throws Exception {
        origin.on("/api/plain/hit", "x", "Cache-Control", "max-age=60");
        gateway.get("/api/plain/hit");
        pass(600);
        beat(0, Instant.now());
        HttpResponse<String> hit = gateway.get("/api/plain/hit");
        assertThat(result(hit)).isEqualTo("HIT");
        assertThat(bound(hit)).isBetween(100L, 500L);
    }

    // Limits

    @Test
    void pastTheLimitTheOriginConfirmsFirst() throws Exception {
        origin.on("/api/confirmed/a", "x", "Cache-Control", "max-age=3600", "ETag", "\"1\"");
        gateway.get("/api/confirmed/a");
        beat(0, Instant.now());
        assertThat(result(gateway.get("/api/confirmed/a"))).isEqualTo("HIT");

        pass(LIMIT_MS + 200);
        origin.on("/api/confirmed/a", 304, "", "Cache-Control", "max-age=3600", "ETag", "\"1\"");
        HttpResponse<String> confirmed = gateway.get("/api/confirmed/a");
        assertThat(result(confirmed)).isEqualTo("REVALIDATED");
        assertThat(bound(confirmed)).isLessThan(LIMIT_MS);
        assertThat(result(gateway.get("/api/confirmed/a"))).isEqualTo("HIT");
    }

    @Test
    void aHeartbeatThatComesInTimeKeepsTheOriginOutOfIt() throws Exception {
        origin.on("/api/confirmed/kept", "x", "Cache-Control", "max-age=3600");
        gateway.get("/api/confirmed/kept");
        for (int i = 0; i < 4; i++) {
            pass(400);
            beat(0, Instant.now());
            assertThat(result(gateway.get("/api/confirmed/kept"))).isEqualTo("HIT");
        }
        assertThat(origin.count("/api/confirmed/kept")).isEqualTo(1);
    }

    @Test
    void pastTheLimitWithTheOriginAwayStaleIfErrorSpeaksAndTheAnswerWarns() throws Exception {
        origin.on("/api/confirmed/away", "x", "Cache-Control", "max-age=3600, stale-if-error=3600");
        gateway.get("/api/confirmed/away");
        pass(LIMIT_MS + 200);
        origin.on("/api/confirmed/away", 503, "no");
        HttpResponse<String> stale = gateway.get("/api/confirmed/away");
        assertThat(stale.body()).isEqualTo("x");
        assertThat(bound(stale)).isGreaterThan(LIMIT_MS);
        assertThat(header(stale, "X-Data-Staleness-Warning")).isEqualTo("limit-ms=1000");
    }

    @Test
    void pastTheLimitAWarningGoesWithTheAnswer() throws Exception {
        origin.on("/api/warned/a", "x", "Cache-Control", "max-age=3600");
        gateway.get("/api/warned/a");
        assertThat(header(gateway.get("/api/warned/a"), "X-Data-Staleness-Warning"))
                .isEmpty();
        pass(LIMIT_MS + 200);
        HttpResponse<String> warned = gateway.get("/api/warned/a");
        assertThat(result(warned)).isEqualTo("HIT");
        assertThat(header(warned, "X-Data-Staleness-Warning")).isEqualTo("limit-ms=1000");
    }

    @Test
    void pastTheLimitAStrictCollectionIsRefused() throws Exception {
        origin.on("/api/strict/a", "x", "Cache-Control", "max-age=3600");
        gateway.get("/api/strict/a");
        assertThat(gateway.get("/api/strict/a").statusCode()).isEqualTo(200);
        pass(LIMIT_MS + 200);
        HttpResponse<String> refused = gateway.get("/api/strict/a");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
        beat(0, Instant.now());
        assertThat(gateway.get("/api/strict/a").statusCode()).isEqualTo(200);
    }

    @Test
    void theClientsOwnWishesAreHonoured() throws Exception {
        origin.on("/api/plain/wish", "x", "Cache-Control", "max-age=2");
        gateway.get("/api/plain/wish");
        assertThat(result(gateway.get("/api/plain/wish", "Cache-Control", "max-age=10")))
                .isEqualTo("HIT");
        assertThat(result(gateway.get("/api/plain/wish", "Cache-Control", "min-fresh=30")))
                .isEqualTo("MISS");
        pass(1_100);
        assertThat(result(gateway.get("/api/plain/wish", "Cache-Control", "max-age=0")))
                .isEqualTo("MISS");
        pass(2_100);
        assertThat(result(gateway.get("/api/plain/wish", "Cache-Control", "max-stale=60")))
                .isEqualTo("HIT-STALE");
        assertThat(result(gateway.get("/api/plain/wish"))).isEqualTo("MISS");
    }

    // Sessions

    @Test
    void anAnswerNamesTheWritesItShowsAndASessionKeepsItsOwn() {
        beat(100, Instant.now());
        origin.on("/api/plain/seen", "x", "Cache-Control", "max-age=60", SESSION, "1.writes.0:7");
        assertThat(header(gateway.get("/api/plain/seen"), SESSION)).isEqualTo("1.writes.0:7");
        assertThat(header(gateway.get("/api/plain/seen"), SESSION)).isEqualTo("1.writes.0:7");
        HttpResponse<String> hit = gateway.get("/api/plain/seen", SESSION, "1.writes.0:3");
        assertThat(result(hit)).isEqualTo("HIT");
        assertThat(header(hit, SESSION)).isEqualTo("1.writes.0:7");
        assertThat(header(gateway.get("/api/plain/seen", SESSION, "1.writes.0:50"), SESSION))
                .isEqualTo("1.writes.0:50");
    }

    @Test
    void anAnswerThatPassesByExtendsTheSessionToo() {
        beat(100, Instant.now());
        origin.on("/api/plain/passed", "x", "Cache-Control", "max-age=60", SESSION, "1.writes.0:7");
        HttpResponse<String> passed = gateway.get("/api/plain/passed", SESSION, "1.writes.3:9");
        assertThat(result(passed)).isEqualTo("BYPASS");
        assertThat(header(passed, SESSION)).isEqualTo("1.writes.0:7,3:9");
    }

    @Test
    void anotherLogsWritesAndAnotherOriginsWordAreNotPassedOn() {
        origin.on("/api/plain/foreign", "x", "Cache-Control", "max-age=60", SESSION, "1.gone.0:7");
        assertThat(header(gateway.get("/api/plain/foreign"), SESSION)).isEmpty();
        other.on("/other/word", "x", "Cache-Control", "max-age=60", SESSION, "1.writes.0:999999");
        assertThat(header(gateway.get("/other/word"), SESSION)).isEmpty();
        assertThat(header(gateway.get("/other/word"), SESSION)).isEmpty();
    }

    @Test
    void whatIsNoTicketOrAHugeOneIsRefusedAndNeverIgnored() {
        origin.on("/api/plain/refused", "x", "Cache-Control", "max-age=60");
        String huge =
                "1.writes." + IntStream.range(0, 400).mapToObj(i -> i + ":1").collect(Collectors.joining(","));
        for (String ticket : List.of("nonsense", "1.writes.0:-1", "1.writes.0:99999999999999999999", huge)) {
            HttpResponse<String> refused = gateway.get("/api/plain/refused", SESSION, ticket);
            assertThat(refused.statusCode()).as(ticket).isEqualTo(400);
            assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(gateway.get("/api/plain/refused", SESSION, "1.writes.0:1", SESSION, "1.writes.0:2")
                        .statusCode())
                .isEqualTo(400);
        assertThat(origin.count("/api/plain/refused")).isZero();
    }

    @Test
    void aForgedTicketAndOneOfAnotherClusterGetTheOriginsWordAndNeverTheCaches() {
        beat(100, Instant.now());
        origin.on("/api/plain/forged", "x", "Cache-Control", "max-age=60");
        gateway.get("/api/plain/forged");
        for (String ticket : List.of("1.writes.0:999999999", "1.elsewhere.0:1")) {
            origin.on("/api/plain/forged", 503, "not yet");
            assertThat(gateway.get("/api/plain/forged", SESSION, ticket).statusCode())
                    .isEqualTo(503);
            assertThat(origin.last().header(SESSION)).isEqualTo(ticket);
        }
        assertThat(result(gateway.get("/api/plain/forged"))).isEqualTo("HIT");
    }

    // Floors

    @Test
    void anAnswerBelowWhatIsKnownIsAskedForAgainByName() {
        beat(200, Instant.now());
        log.purge(new Scope.Resource(new ResourceKey("plain", "lag"), 5));
        origin.on("/api/plain/lag", (in, out) -> {
            boolean told = in.requestHeaders().contains(SESSION);
            return out.header("Cache-Control", "max-age=60")
                    .header("X-Tideline-Resource", "plain/lag")
                    .header("X-Data-Version", told ? "5" : "4")
                    .sendString(Mono.just(told ? "five" : "four"));
        });
        HttpResponse<String> answer = gateway.get("/api/plain/lag");
        assertThat(answer.body()).isEqualTo("five");
        assertThat(origin.last().header(SESSION)).isEqualTo("1.writes.0:199");
        assertThat(result(gateway.get("/api/plain/lag"))).isEqualTo("HIT");
    }

    @Test
    void anOriginThatStaysBelowWhatIsKnownHasFailed() {
        beat(200, Instant.now());
        log.purge(new Scope.Resource(new ResourceKey("plain", "behind"), 5));
        origin.on("/api/plain/behind", "four", "Cache-Control", "max-age=60", "X-Data-Version", "4");
        HttpResponse<String> refused = gateway.get("/api/plain/behind");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(origin.count("/api/plain/behind")).isEqualTo(2);
    }

    @Test
    void anAbsenceThatWasAskedForByNameIsBelieved() {
        beat(200, Instant.now());
        log.purge(new Scope.Resource(new ResourceKey("plain", "erased"), 5));
        origin.on("/api/plain/erased", 404, "never heard of", "Cache-Control", "max-age=60");
        assertThat(gateway.get("/api/plain/erased").statusCode()).isEqualTo(404);
        assertThat(origin.count("/api/plain/erased")).isEqualTo(2);
    }

    @Test
    void aListThatShowsLessThanIsKnownIsAskedForAgain() {
        beat(300, Instant.now());
        origin.on("/api/warned", (in, out) -> {
            boolean told = in.requestHeaders().contains(SESSION);
            return out.header("Cache-Control", "max-age=60")
                    .header(SESSION, told ? "1.writes.0:299" : "1.writes.0:250")
                    .sendString(Mono.just(told ? "[new]" : "[old]"));
        });
        assertThat(gateway.get("/api/warned?limit=3").body()).isEqualTo("[new]");
    }

    @Test
    void clientsThatGoAwayAtAnyMomentLeaveNoFetchBehind() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 150; i++) {
            String path = "/api/plain/gone" + i % 10;
            String kept = i % 2 == 0 ? "no-store" : "max-age=60";
            origin.on(
                    path,
                    (in, out) -> out.header("Cache-Control", kept)
                            .sendString(Mono.delay(Duration.ofMillis(random.nextInt(40)))
                                    .map(any -> "x")));
            log.purge(new Scope.Url(path));
            CompletableFuture<HttpResponse<String>> asked = gateway.getLater(path);
            pass(random.nextInt(30));
            asked.cancel(true);
        }
        Waits.until(() -> gateway.bean(Fills.class).underWay() == 0);
    }

    /** Those who wait for an answer that a purge overtakes do not all go to the origin at once. */
    @Test
    void whoWaitedForAnOvertakenAnswerWaitsForOneMoreAndNotEachForHisOwn() {
        Sinks.Empty<Void> first = Sinks.empty();
        origin.on("/api/plain/storm", (in, out) -> {
            boolean one = origin.count("/api/plain/storm") == 1;
            return out.header("Cache-Control", "max-age=60")
                    .sendString(
                            one
                                    ? first.asMono().thenReturn("old")
                                    : Mono.delay(Duration.ofMillis(300)).map(any -> "new"));
        });
        CompletableFuture<HttpResponse<String>> leader = gateway.getLater("/api/plain/storm");
        Waits.until(() -> origin.count("/api/plain/storm") == 1);
        List<CompletableFuture<HttpResponse<String>>> waiting = IntStream.range(0, 20)
                .mapToObj(i -> gateway.getLater("/api/plain/storm"))
                .toList();
        Waits.until(() -> gateway.bean(Fills.class).waiting() == 20);
        log.purge(new Scope.Url("/api/plain/storm"));
        first.tryEmitEmpty();
        assertThat(leader.join().body()).isEqualTo("old");
        assertThat(waiting).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("new"));
        assertThat(origin.count("/api/plain/storm")).isEqualTo(2);
    }
}
