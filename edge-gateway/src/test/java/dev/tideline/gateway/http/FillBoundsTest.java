package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Waiting, refreshing and passing through are bounded in number, time and bytes. */
@TestInstance(Lifecycle.PER_CLASS)
class FillBoundsTest {

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.inFrontOf(
                origin,
                "tideline.cache.max-entry=64KB",
                "tideline.fill.max-waiters=2",
                "tideline.fill.wait-limit=5s",
                "tideline.fill.pass-memory=1s",
                "tideline.fill.max-refreshes=1");
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    private double counted(String name, String... labels) {
        var counter = gateway.bean(MeterRegistry.class)
                .find("tideline.cache." + name)
                .tags(labels)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /** Each answer waits for the gate and is a number. */
    private void gated(String path, Sinks.Empty<Void> gate, String control) {
        AtomicInteger answers = new AtomicInteger();
        origin.on(
                path,
                (in, out) -> out.header("Cache-Control", control)
                        .sendString(gate.asMono().then(Mono.fromSupplier(() -> "" + answers.incrementAndGet()))));
    }

    private List<CompletableFuture<HttpResponse<String>>> readers(String path, int count) {
        return IntStream.range(0, count).mapToObj(i -> gateway.getLater(path)).toList();
    }

    @Test
    void whoFindsTooManyWaitingFetchesForItself() {
        Sinks.Empty<Void> gate = Sinks.empty();
        gated("/crowd", gate, "max-age=60");
        List<CompletableFuture<HttpResponse<String>>> all = readers("/crowd", 6);
        // One leads, two wait, three ask themselves.
        Waits.until(() -> origin.count("/crowd") == 4);
        assertThat(gateway.bean(Fills.class).waiting()).isEqualTo(2);
        gate.tryEmitEmpty();
        assertThat(all).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
    }

    @Test
    void whoHasWaitedTooLongFetchesForItself() {
        Sinks.Empty<Void> gate = Sinks.empty();
        gated("/late", gate, "max-age=60");
        List<CompletableFuture<HttpResponse<String>>> all = readers("/late", 2);
        Waits.until(() -> gateway.bean(Fills.class).waiting() == 1 && origin.count("/late") == 1);
        Waits.until(() -> origin.count("/late") == 2);
        assertThat(counted("collapsed", "how", "late")).isGreaterThanOrEqualTo(1);
        gate.tryEmitEmpty();
        all.forEach(CompletableFuture::join);
    }

    @Test
    void anAnswerThatCouldNotBeSharedIsRememberedForAWhileOnly() {
        origin.on("/pass", "x", "Cache-Control", "private");
        gateway.get("/pass");
        Sinks.Empty<Void> gate = Sinks.empty();
        gated("/pass", gate, "max-age=60");
        List<CompletableFuture<HttpResponse<String>>> all = readers("/pass", 3);
        Waits.until(() -> origin.count("/pass") == 4);
        gate.tryEmitEmpty();
        all.forEach(CompletableFuture::join);
        // It can be shared now, and is.
        Waits.until(() -> result(gateway.get("/pass")).equals("HIT"));
    }

    @Test
    void refreshesBehindTheSceneAreBounded() {
        origin.on("/first", "x", "Cache-Control", "max-age=0, stale-while-revalidate=60");
        origin.on("/second", "x", "Cache-Control", "max-age=0, stale-while-revalidate=60");
        gateway.get("/first");
        gateway.get("/second");
        Sinks.Empty<Void> gate = Sinks.empty();
        gated("/first", gate, "max-age=60");
        assertThat(result(gateway.get("/first"))).isEqualTo("HIT-STALE");
        Waits.until(() -> origin.count("/first") == 2);
        double skipped = counted("refreshes", "started", "false");
        assertThat(result(gateway.get("/second"))).isEqualTo("HIT-STALE");
        assertThat(counted("refreshes", "started", "false")).isEqualTo(skipped + 1);
        assertThat(origin.count("/second")).isOne();
        gate.tryEmitEmpty();
        Waits.until(() -> gateway.bean(Fills.class).refreshing() == 0);
        gateway.get("/second");
        Waits.until(() -> origin.count("/second") == 2);
    }

    @Test
    void aLargeBodyIsReadNoFasterThanItsClientTakesIt() throws Exception {
        AtomicLong sent = new AtomicLong();
        String piece = "x".repeat(64 * 1024);
        origin.on(
                "/endless",
                (in, out) -> out.header("Cache-Control", "max-age=60")
                        .sendString(Flux.range(0, 4096).map(i -> {
                            sent.addAndGet(piece.length());
                            return piece;
                        })));
        HttpResponse<InputStream> answer = gateway.open("/endless");
        assertThat(answer.body().read()).isEqualTo('x');
        long stalled = settled(sent);
        // What fits into the buffers of two connections, of 256 MiB.
        assertThat(stalled).isLessThan(48L << 20);
        for (long read = 1; read < stalled + (8 << 20); read += answer.body().read(new byte[64 * 1024])) {
            Thread.onSpinWait();
        }
        assertThat(sent.get()).isGreaterThan(stalled);
        answer.body().close();
        long ended = settled(sent);
        assertThat(ended).as("nobody reads on for a client that is gone").isLessThan(256L << 20);
    }

    /** The value when it has not changed for half a second. */
    private static long settled(AtomicLong value) throws InterruptedException {
        long last = -1;
        while (last != value.get()) {
            last = value.get();
            Thread.sleep(500);
        }
        return last;
    }
}
