package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.KeyRules;
import dev.tideline.gateway.policy.Keying;
import dev.tideline.gateway.store.FrameSeal;
import dev.tideline.gateway.store.MemoryTier;
import dev.tideline.subjects.SubjectKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Two instances over one real Redis, each with a purge log of its own that the test moves. */
@TestInstance(Lifecycle.PER_CLASS)
class PurgedRegionIT {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final SubjectKey KEY = SubjectKey.fresh();

    private TestingOrigin origin;
    private TestingGateway one;
    private TestingGateway two;
    private TestingLog logOfOne;
    private TestingLog logOfTwo;

    /** Keeps some answers encrypted, and lets the test say when their key is there: Redis has answered by then. */
    private static final class Gated implements FrameSeal {

        private final AtomicInteger waiting = new AtomicInteger();
        private volatile Mono<Void> gate = Mono.empty();

        @Override
        public Protection of(CacheKey key) {
            return key.text().contains("/raced")
                    ? new Protection.Keyed(Mono.defer(() -> {
                        waiting.incrementAndGet();
                        return gate.thenReturn(KEY);
                    }))
                    : new Protection.Plain();
        }
    }

    static class Beans extends TestingLog.Beans {
        @Bean
        Gated gated() {
            return new Gated();
        }
    }

    @BeforeAll
    void start() {
        TestBackends.Redis redis = TestBackends.redis();
        String prefix = "purged:" + UUID.randomUUID() + ":";
        origin = new TestingOrigin();
        one = gateway(redis, prefix);
        two = gateway(redis, prefix);
        logOfOne = new TestingLog(one);
        logOfTwo = new TestingLog(two);
    }

    private TestingGateway gateway(TestBackends.Redis redis, String prefix) {
        return TestingGateway.with(
                Beans.class,
                origin.url(),
                "tideline.cache.l2.enabled=true",
                "tideline.cache.l2.timeout=2s",
                "tideline.cache.l2.prefix=" + prefix,
                "spring.data.redis.host=" + redis.host(),
                "spring.data.redis.port=" + redis.port());
    }

    @AfterAll
    void stop() {
        Stream.of(one, two).forEach(TestingGateway::close);
        origin.close();
    }

    /** Both have heard of the same purges, whatever a test has left. */
    @BeforeEach
    void purgeBoth() {
        purge(new Scope.Everything());
    }

    private void purge(Scope scope) {
        logOfOne.purge(scope);
        logOfTwo.purge(scope);
    }

    /** As most clients ask: the other way says that there are 0 bytes of content, and is no plain read for that. */
    private static CompletableFuture<HttpResponse<String>> plain(TestingGateway gateway, String path) {
        URI url = URI.create("http://127.0.0.1:" + gateway.port() + path);
        return CLIENT.sendAsync(HttpRequest.newBuilder(url).GET().build(), BodyHandlers.ofString());
    }

    private void regionHas(String path) {
        Waits.until(
                () -> result(two.get(path, "Cache-Control", "only-if-cached")).equals("HIT"));
    }

    @Test
    void whatAnotherInstanceStoredBeforeAPurgeIsDeadHere() {
        origin.on("/dead", "old", "Cache-Control", "max-age=60", "Cache-Tag", "shoes");
        one.get("/dead");
        origin.on("/kept", "kept", "Cache-Control", "max-age=60");
        one.get("/kept");
        regionHas("/kept");
        origin.on("/dead", "new", "Cache-Control", "max-age=60", "Cache-Tag", "shoes");
        purge(new Scope.Tag("shoes"));
        assertThat(two.get("/dead").body()).isEqualTo("new");
        assertThat(two.get("/kept").body()).isEqualTo("kept");
        assertThat(origin.count("/kept")).isOne();
    }

    /** On the short way of a URL that is known, and on the long one that it goes on. */
    @Test
    void aPurgeThatComesWhileTheRegionIsAskedIsObeyed() {
        origin.on("/raced", "old", "Cache-Control", "max-age=60");
        one.get("/raced");
        Waits.until(() -> result(one.get("/raced")).equals("HIT"));
        regionHas("/raced");
        MemoryTier near = one.bean(MemoryTier.class);
        String authority = URI.create(origin.url()).getAuthority();
        near.drop(((Keying.Keyed) KeyRules.of("api").key("http", authority, "/raced")).key())
                .block();
        Gated gated = one.bean(Gated.class);
        Sinks.Empty<Void> gate = Sinks.empty();
        int before = gated.waiting.get();
        gated.gate = gate.asMono();
        CompletableFuture<HttpResponse<String>> asked = plain(one, "/raced");
        Waits.until(() -> gated.waiting.get() > before);
        origin.on("/raced", "new", "Cache-Control", "max-age=60");
        purge(new Scope.Url("/raced"));
        gate.tryEmitEmpty();
        assertThat(asked.join().body()).isEqualTo("new");
        assertThat(origin.count("/raced")).isEqualTo(2);
    }

    /** Which lags, or whose origin does: its entry is stamped as if it were later than the purge. */
    @Test
    void theVersionFloorHoldsForWhatAnotherInstanceStored() {
        logOfTwo.purge(new Scope.Resource(new ResourceKey("products", "p1"), 8));
        logOfOne.purge(new Scope.Url("/elsewhere"));
        String[] seven = {"Cache-Control", "max-age=60", "X-Tideline-Resource", "products/p1", "X-Data-Version", "7"};
        origin.on("/floor", "seven", seven);
        long kept = keptByOne();
        one.get("/floor");
        Waits.until(() -> keptByOne() > kept);
        origin.on("/floor", "eight", "Cache-Control", "max-age=60");
        assertThat(two.get("/floor").body()).isEqualTo("eight");
        assertThat(two.bean(MeterRegistry.class)
                        .counter("tideline.cache.dead", "tier", "l2", "reason", "old_version")
                        .count())
                .isOne();
    }

    private long keptByOne() {
        return one.bean(MeterRegistry.class)
                .summary("tideline.cache.kept", "tier", "l2")
                .count();
    }

    /** The instance that fetched has heard of the purge; what it puts into the region would outlive it for the others. */
    @Test
    void anAnswerThatAPurgeOvertookIsNotPutIntoTheRegion() {
        Sinks.Empty<Void> gate = Sinks.empty();
        origin.on(
                "/overtaken",
                (in, out) -> out.header("Cache-Control", "max-age=60")
                        .sendString(gate.asMono().thenReturn("old")));
        CompletableFuture<HttpResponse<String>> asked = one.getLater("/overtaken");
        Waits.until(() -> origin.count("/overtaken") == 1);
        purge(new Scope.Url("/overtaken"));
        gate.tryEmitEmpty();
        assertThat(asked.join().body()).isEqualTo("old");
        assertThat(two.get("/overtaken", "Cache-Control", "only-if-cached").statusCode())
                .isEqualTo(504);
        origin.on("/overtaken", "new", "Cache-Control", "max-age=60");
        assertThat(two.get("/overtaken").body()).isEqualTo("new");
    }
}
