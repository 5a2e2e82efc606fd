package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

@TestInstance(Lifecycle.PER_CLASS)
class CacheTest {

    private static final String MINUTE = "max-age=60";

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.inFrontOf(
                origin, "tideline.cache.max-entry=64KB", "tideline.fill.wait-limit=3s", "tideline.colo=ams1");
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    @Test
    void aSecondReadIsAHitAndSaysSo() {
        origin.on("/hit", "hello", "Cache-Control", MINUTE, "ETag", "\"v7\"", "X-Data-Version", "7");
        HttpResponse<String> miss = gateway.get("/hit");
        // The client may have the last byte before it is stored; a read in between would be a collapsed one.
        Waits.until(() -> gateway.bean(Fills.class).underWay() == 0);
        HttpResponse<String> hit = gateway.get("/hit");

        assertThat(result(miss)).isEqualTo("MISS");
        assertThat(result(hit)).isEqualTo("HIT");
        assertThat(hit.body()).isEqualTo("hello");
        assertThat(origin.count("/hit")).isOne();
        assertThat(hit.headers().firstValue("X-Data-Version")).hasValue("7");
        assertThat(hit.headers().firstValue("X-Edge-Colo")).hasValue("ams1");
        assertThat(hit.headers().firstValue("Age")).isPresent();
        assertThat(hit.headers().firstValue("X-Cached-At")).isPresent();
        assertThat(hit.headers().firstValue("Cache-Status").orElse("")).contains("tideline-edge-1;hit;ttl=");
        assertThat(miss.headers().firstValue("Cache-Status").orElse(""))
                .contains("fwd=uri-miss")
                .contains("stored");
    }

    /** The framework observes what its own client sends; an observation that nobody ends is kept for as long as the process. */
    @Test
    void aFetchLeavesNoObservationBehind() {
        origin.on("/observed", "hello", "Cache-Control", MINUTE);
        for (int i = 0; i < 5; i++) {
            assertThat(result(gateway.get("/observed?" + i))).isEqualTo("MISS");
        }
        MeterRegistry meters = gateway.bean(MeterRegistry.class);
        Waits.until(() -> meters.getMeters().stream()
                .filter(LongTaskTimer.class::isInstance)
                .allMatch(timer -> ((LongTaskTimer) timer).activeTasks() == 0));
    }

    @Test
    void aMemoryLargerThanTheHeapIsRefusedAtTheStart() {
        assertThatThrownBy(() -> TestingGateway.inFrontOf(origin, "tideline.cache.l1=1000GB"))
                .rootCause()
                .hasMessageContaining("tideline.cache.l1")
                .hasMessageContaining("at most half of the heap");
    }

    @Test
    void anOfferToSpeakHttp2IsNoReasonToGoByTheCache() throws IOException {
        origin.on("/offer", "hello", "Cache-Control", MINUTE);
        String offering = String.join(
                "\r\n",
                "GET /offer HTTP/1.1",
                "Host: x",
                "Connection: Upgrade, HTTP2-Settings, close",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAAP__",
                "",
                "");
        assertThat(gateway.raw(offering)).contains("X-Cache-Status: MISS");
        assertThat(gateway.raw(offering)).contains("X-Cache-Status: HIT");
    }

    @Test
    void theResourceNameStaysInside() {
        origin.on("/named", "x", "Cache-Control", MINUTE, "X-Tideline-Resource", "products/p1");
        for (int i = 0; i < 2; i++) {
            assertThat(gateway.get("/named").headers().firstValue("X-Tideline-Resource"))
                    .isEmpty();
        }
    }

    @Test
    void noStoreIsNotStored() {
        origin.on("/private", "x", "Cache-Control", "no-store");
        gateway.get("/private");
        assertThat(result(gateway.get("/private"))).isEqualTo("MISS");
        assertThat(origin.count("/private")).isEqualTo(2);
    }

    @Test
    void aStaleEntryIsRevalidated() {
        origin.on("/tagged", (in, out) -> {
            out.header("Cache-Control", "max-age=0, must-revalidate").header("ETag", "\"a\"");
            return "\"a\"".equals(in.requestHeaders().get("If-None-Match"))
                    ? out.status(304).send()
                    : out.sendString(Mono.just("body"));
        });
        gateway.get("/tagged");
        HttpResponse<String> second = gateway.get("/tagged");
        assertThat(result(second)).isEqualTo("REVALIDATED");
        assertThat(second.body()).isEqualTo("body");
        assertThat(second.statusCode()).isEqualTo(200);
    }

    @Test
    void conditionsRangesAndHeadAreAnsweredFromTheEntry() {
        origin.on("/doc", "0123456789", "Cache-Control", MINUTE, "ETag", "\"e\"");
        gateway.get("/doc");
        assertThat(gateway.get("/doc", "If-None-Match", "\"e\"").statusCode()).isEqualTo(304);
        HttpResponse<String> part = gateway.get("/doc", "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
        HttpResponse<String> parts = gateway.get("/doc", "Range", "bytes=0-1,8-9");
        assertThat(parts.body()).contains("01").contains("89").contains("bytes 8-9/10");
        assertThat(gateway.get("/doc", "Range", "bytes=50-").statusCode()).isEqualTo(416);
        HttpResponse<String> head = gateway.send("HEAD", "/doc", null);
        assertThat(head.headers().firstValue("Content-Length")).hasValue("10");
        assertThat(head.body()).isEmpty();
        assertThat(origin.count("/doc")).isOne();
    }

    @Test
    void variantsAreKeptApart() {
        origin.on(
                "/vary",
                (in, out) -> out.header("Cache-Control", MINUTE)
                        .header("Vary", "Accept-Language")
                        .sendString(Mono.just(in.requestHeaders().get("Accept-Language"))));
        assertThat(gateway.get("/vary", "Accept-Language", "de").body()).isEqualTo("de");
        assertThat(gateway.get("/vary", "Accept-Language", "fr").body()).isEqualTo("fr");
        HttpResponse<String> again = gateway.get("/vary", "Accept-Language", "de");
        assertThat(again.body()).isEqualTo("de");
        assertThat(result(again)).isEqualTo("HIT");
    }

    @Test
    void readsAtTheSameTimeAskTheOriginOnce() {
        Sinks.Empty<Void> gate = Sinks.empty();
        origin.on(
                "/slow",
                (in, out) -> out.header("Cache-Control", MINUTE)
                        .sendString(gate.asMono().thenReturn("once")));
        List<CompletableFuture<HttpResponse<String>>> all =
                IntStream.range(0, 40).mapToObj(i -> gateway.getLater("/slow")).toList();
        Waits.until(() -> origin.count("/slow") == 1);
        Waits.until(() -> gateway.bean(Fills.class).waiting() >= 39);
        gate.tryEmitEmpty();
        assertThat(all).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("once"));
        assertThat(origin.count("/slow")).isOne();
        assertThat(all.stream()
                        .filter(one -> one.join()
                                .headers()
                                .firstValue("Cache-Status")
                                .orElse("")
                                .contains("collapsed")))
                .hasSize(39);
    }

    @Test
    void uncacheableAnswersAreNotServedOneAfterTheOther() {
        origin.on("/mine", "x", "Cache-Control", "private");
        gateway.get("/mine");
        Sinks.Empty<Void> gate = Sinks.empty();
        origin.on(
                "/mine",
                (in, out) -> out.header("Cache-Control", "private")
                        .sendString(gate.asMono().thenReturn("x")));
        List<CompletableFuture<HttpResponse<String>>> all =
                IntStream.range(0, 10).mapToObj(i -> gateway.getLater("/mine")).toList();
        Waits.until(() -> origin.count("/mine") == 11);
        gate.tryEmitEmpty();
        all.forEach(CompletableFuture::join);
    }

    @Test
    void aClientThatGoesAwayDoesNotEndTheFillOthersWaitFor() throws Exception {
        Sinks.Many<String> chunks = Sinks.many().unicast().onBackpressureBuffer();
        origin.on(
                "/long",
                (in, out) -> out.header("Cache-Control", MINUTE).sendString(chunks.asFlux(), StandardCharsets.UTF_8));
        chunks.tryEmitNext("first,");
        HttpResponse<InputStream> leader = gateway.open("/long");
        assertThat(leader.body().read()).isEqualTo('f');
        CompletableFuture<HttpResponse<String>> waiter = gateway.getLater("/long");
        Waits.until(() -> gateway.bean(Fills.class).waiting() >= 1);
        leader.body().close();
        chunks.tryEmitNext("second");
        chunks.tryEmitComplete();
        assertThat(waiter.join().body()).isEqualTo("first,second");
        assertThat(origin.count("/long")).isOne();
    }

    @Test
    void theFirstClientReadsWhileTheBodyIsStillArriving() throws Exception {
        Sinks.Many<String> chunks = Sinks.many().unicast().onBackpressureBuffer();
        origin.on("/stream", (in, out) -> out.header("Cache-Control", MINUTE).sendString(chunks.asFlux()));
        chunks.tryEmitNext("a");
        HttpResponse<InputStream> answer = gateway.open("/stream");
        assertThat(answer.body().read()).isEqualTo('a');
        chunks.tryEmitNext("b");
        assertThat(answer.body().read()).isEqualTo('b');
        chunks.tryEmitComplete();
        assertThat(answer.body().read()).isEqualTo(-1);
        assertThat(result(gateway.get("/stream"))).isEqualTo("HIT");
    }

    @Test
    void aBodyAboveTheLimitPassesWholeAndIsNotStored() {
        String large = "x".repeat(300_000);
        origin.on(
                "/large",
                (in, out) -> out.header("Cache-Control", MINUTE)
                        .sendString(Flux.just(large.substring(0, 100_000), large.substring(100_000))));
        origin.on("/large-known", large, "Cache-Control", MINUTE, "Content-Length", "300000");
        for (String path : List.of("/large", "/large-known")) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = gateway.get(path);
                assertThat(answer.body()).isEqualTo(large);
                assertThat(result(answer)).isEqualTo("MISS");
            }
        }
    }

    @Test
    void aBodyThatBreaksOffIsNotStored() {
        origin.on(
                "/broken",
                (in, out) -> out.header("Cache-Control", MINUTE)
                        .header("Content-Length", "100")
                        .sendString(Flux.concat(Mono.just("only this"), Mono.error(new IOException("gone")))));
        assertThatThrownBy(() -> gateway.get("/broken")).isInstanceOf(UncheckedIOException.class);
        origin.on("/broken", "whole", "Cache-Control", MINUTE);
        assertThat(gateway.get("/broken").body()).isEqualTo("whole");
    }

    @Test
    void unsafeMethodsPassAndInvalidate() {
        origin.on("/thing", "one", "Cache-Control", MINUTE);
        gateway.get("/thing");
        HttpResponse<String> put = gateway.send("PUT", "/thing", "two");
        assertThat(result(put)).isEqualTo("BYPASS");
        assertThat(result(gateway.get("/thing"))).isEqualTo("MISS");
    }

    @Test
    void onlyIfCachedIsNeverForwarded() {
        origin.on("/maybe", "x", "Cache-Control", MINUTE);
        HttpResponse<String> none = gateway.get("/maybe", "Cache-Control", "only-if-cached");
        assertThat(none.statusCode()).isEqualTo(504);
        assertThat(none.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(origin.count("/maybe")).isZero();
    }
}
