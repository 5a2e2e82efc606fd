package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.KeyRules;
import dev.tideline.gateway.policy.Keying;
import dev.tideline.gateway.store.MemoryTier;
import dev.tideline.gateway.store.RegionLease;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Two instances of one region over one real Redis. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class RegionIT {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestingOrigin origin;
    private TestingGateway one;
    private TestingGateway two;
    /** Of the same region, and gives Redis no time. */
    private TestingGateway impatient;
    /** Of the same region, and lets time pass between its look and its question. */
    private TestingGateway hesitant;
    /** Without a Redis. */
    private TestingGateway without;

    private String prefix;

    @BeforeAll
    void start() {
        TestBackends.Redis backend = TestBackends.redis();
        prefix = "region:" + UUID.randomUUID() + ":";
        origin = new TestingOrigin();
        one = gateway(backend.host(), backend.port(), prefix);
        two = gateway(backend.host(), backend.port(), prefix);
        impatient = gateway(backend.host(), backend.port(), prefix, "100ms");
        hesitant = TestingGateway.with(
                Hesitant.class, origin.url(), properties(backend.host(), backend.port(), prefix, "2s"));
        without = gateway("127.0.0.1", 1, "x:");
    }

    private TestingGateway gateway(String host, int port, String prefix) {
        return gateway(host, port, prefix, "2s");
    }

    private TestingGateway gateway(String host, int port, String prefix, String timeout) {
        return TestingGateway.inFrontOf(origin, properties(host, port, prefix, timeout));
    }

    private static String[] properties(String host, int port, String prefix, String timeout) {
        return new String[] {
            "tideline.cache.l2.enabled=true",
            "tideline.cache.l2.timeout=" + timeout,
            "tideline.cache.l2.prefix=" + prefix,
            "spring.data.redis.host=" + host,
            "spring.data.redis.port=" + port
        };
    }

    static class Hesitant {

        @Bean
        static BeanPostProcessor hesitates() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof RegionWiring.Region(var tier, var lease)
                            ? new RegionWiring.Region(tier, new HesitantLease(lease))
                            : bean;
                }
            };
        }
    }

    private record HesitantLease(RegionLease lease) implements RegionLease {

        @Override
        public Mono<Grant> ask(CacheKey key) {
            return Mono.delay(Duration.ofMillis(100)).then(Mono.defer(() -> lease.ask(key)));
        }

        @Override
        public Mono<Void> keep(CacheKey key, Grant grant) {
            return lease.keep(key, grant);
        }

        @Override
        public Mono<Void> giveBack(CacheKey key, Grant grant, boolean shared) {
            return lease.giveBack(key, grant, shared);
        }
    }

    @AfterAll
    void stop() {
        // All at the end: the first to close ends what all of them run on.
        Stream.of(one, two, impatient, hesitant, without).forEach(TestingGateway::close);
        origin.close();
    }

    /** Requests that the framework has counted, when it is done with all that it has. */
    private static long seenByFramework(TestingGateway gateway) {
        MeterRegistry meters = gateway.bean(MeterRegistry.class);
        Waits.until(() -> meters.get("http.server.requests.active").longTaskTimers().stream()
                .allMatch(underWay -> underWay.activeTasks() == 0));
        return meters.find("http.server.requests").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    /** As most clients ask: the other way says that there are 0 bytes of content, and is no plain read for that. */
    private static HttpResponse<String> plain(TestingGateway gateway, String path) {
        URI url = URI.create("http://127.0.0.1:" + gateway.port() + path);
        return CLIENT.sendAsync(HttpRequest.newBuilder(url).GET().build(), BodyHandlers.ofString())
                .join();
    }

    /** Asks until the framework does not hear of it any more; the last answer. */
    private static HttpResponse<String> known(TestingGateway gateway, String path) {
        AtomicReference<HttpResponse<String>> last = new AtomicReference<>();
        Waits.until(() -> {
            long before = seenByFramework(gateway);
            last.set(plain(gateway, path));
            return seenByFramework(gateway) == before;
        });
        return last.get();
    }

    private void forget(TestingGateway gateway, String path) {
        String authority = URI.create(origin.url()).getAuthority();
        CacheKey key = ((Keying.Keyed) KeyRules.of("api").key("http", authority, path)).key();
        MemoryTier near = gateway.bean(MemoryTier.class);
        assertThat(near.peek(key)).isNotEmpty();
        near.drop(key).block();
    }

    @Test
    void aUrlThatIsKnownIsAnsweredOutOfTheRegionBeforeTheFrameworkSeesIt() {
        origin.on("/known", "text", "Cache-Control", "max-age=60", "ETag", "\"v1\"");
        one.get("/known");
        HttpResponse<String> whole = known(one, "/known");
        Waits.until(() ->
                result(two.get("/known", "Cache-Control", "only-if-cached")).equals("HIT"));
        for (int i = 0; i < 2; i++) {
            long before = seenByFramework(one);
            forget(one, "/known");
            HttpResponse<String> answer = plain(one, "/known");
            assertThat(result(answer)).isEqualTo("HIT");
            assertThat(answer.body()).isEqualTo("text");
            assertThat(answer.headers().map().keySet())
                    .isEqualTo(whole.headers().map().keySet());
            assertThat(answer.headers().firstValue("X-Cached-At"))
                    .isEqualTo(whole.headers().firstValue("X-Cached-At"));
            assertThat(seenByFramework(one)).as("time %d", i).isEqualTo(before);
        }
        assertThat(origin.count("/known")).isOne();
    }

    @Test
    void aUrlThatIsKnownAndNowhereAnyMoreIsFetched() {
        origin.on("/nowhere", "text", "Cache-Control", "max-age=60", "Vary", "Accept-Language");
        one.get("/nowhere");
        known(one, "/nowhere");
        Waits.until(() ->
                result(two.get("/nowhere", "Cache-Control", "only-if-cached")).equals("HIT"));
        forget(one, "/nowhere");
        assertThat(result(one.get("/nowhere", "Accept-Language", "de"))).isEqualTo("MISS");
        assertThat(result(plain(one, "/nowhere")))
                .as("a variant, by the long way")
                .isEqualTo("HIT");
        assertThat(origin.count("/nowhere")).isEqualTo(2);
    }

    @Test
    void aRedisThatStandsStillLetsAUrlThatIsKnownGoTheLongWay() {
        origin.on("/still", "x", "Cache-Control", "max-age=60");
        impatient.get("/still");
        known(impatient, "/still");
        forget(impatient, "/still");
        pause(one.bean(RedisConnectionFactory.class), Duration.ofSeconds(5));
        HttpResponse<String> answer = plain(impatient, "/still");
        assertThat(answer.body()).isEqualTo("x");
        assertThat(result(answer)).isEqualTo("MISS");
        assertThat(origin.count("/still")).isEqualTo(2);
        // The others go on when Redis does.
        Waits.until(() ->
                result(two.get("/still", "Cache-Control", "only-if-cached")).equals("HIT"));
    }

    @Test
    void whatOneInstanceFetchedTheOtherHas() {
        origin.on("/shared", "once", "Cache-Control", "max-age=60");
        assertThat(result(one.get("/shared"))).isEqualTo("MISS");
        Waits.until(() -> {
            HttpResponse<String> answer = two.get("/shared", "Cache-Control", "only-if-cached");
            return result(answer).equals("HIT") && answer.body().equals("once");
        });
        assertThat(origin.count("/shared")).isOne();
    }

    @Test
    void theRegionAsksTheOriginOnce() {
        Sinks.Empty<Void> gate = Sinks.empty();
        origin.on(
                "/region",
                (in, out) -> out.header("Cache-Control", "max-age=60")
                        .sendString(gate.asMono().thenReturn("once")));
        CompletableFuture<HttpResponse<String>> first = one.getLater("/region");
        Waits.until(() -> origin.count("/region") == 1);
        List<CompletableFuture<HttpResponse<String>>> others = Stream.of(two, two, one, two)
                .map(gateway -> gateway.getLater("/region"))
                .toList();
        Waits.until(() -> two.bean(Fills.class).underWay() == 1);
        gate.tryEmitEmpty();
        assertThat(first.join().body()).isEqualTo("once");
        assertThat(others).allSatisfy(other -> assertThat(other.join().body()).isEqualTo("once"));
        assertThat(origin.count("/region")).isOne();
    }

    @Test
    void aStaleAnswerOfTheRegionIsServedAndRefreshedOnce() {
        AtomicInteger version = new AtomicInteger();
        origin.on(
                "/swr",
                (in, out) -> out.header("Cache-Control", "max-age=0, stale-while-revalidate=60")
                        .sendString(Mono.fromSupplier(() -> "v" + version.incrementAndGet())));
        one.get("/swr");
        Waits.until(
                () -> result(two.get("/swr", "Cache-Control", "only-if-cached")).equals("HIT-STALE"));
        Waits.until(() -> !two.get("/swr").body().equals("v1"));
        Waits.until(() -> two.bean(Fills.class).underWay() == 0);
        assertThat(two.bean(Fills.class).refreshing()).isZero();
    }

    @Test
    void variantsAreSharedToo() {
        origin.on(
                "/lang",
                (in, out) -> out.header("Cache-Control", "max-age=60")
                        .header("Vary", "Accept-Language")
                        .sendString(Mono.just(in.requestHeaders().get("Accept-Language"))));
        one.get("/lang", "Accept-Language", "de");
        one.get("/lang", "Accept-Language", "fr");
        for (String language : List.of("de", "fr")) {
            Waits.until(() -> result(two.get("/lang", "Accept-Language", language, "Cache-Control", "only-if-cached"))
                    .equals("HIT"));
            assertThat(two.get("/lang", "Accept-Language", language).body()).isEqualTo(language);
        }
        assertThat(origin.count("/lang")).isEqualTo(2);
    }

    @Test
    void damagedBytesAreAMissACounterAndALogLine(CapturedOutput output) {
        origin.on("/damaged", "right", "Cache-Control", "max-age=60");
        one.get("/damaged");
        StringRedisTemplate redis = new StringRedisTemplate(one.bean(RedisConnectionFactory.class));
        Waits.until(() -> !names(redis, "/damaged").isEmpty());
        for (String name : names(redis, "/damaged")) {
            redis.opsForValue().setBit(name, 777, !redis.opsForValue().getBit(name, 777));
        }
        HttpResponse<String> answer = two.get("/damaged");
        assertThat(answer.body()).isEqualTo("right");
        assertThat(result(answer)).isEqualTo("MISS");
        assertThat(origin.count("/damaged")).isEqualTo(2);
        assertThat(two.bean(MeterRegistry.class)
                        .counter("tideline.cache.corrupt", "tier", "l2")
                        .count())
                .isGreaterThanOrEqualTo(1);
        assertThat(output).contains("An entry in l2 was not what was written there (wrong digest)");
    }

    /** Where the region's entry of a path is. */
    private Set<String> names(StringRedisTemplate redis, String path) {
        return redis.keys(prefix + "*").stream()
                .filter(name -> redis.opsForValue().size(name) > 100)
                .filter(name -> new String(bytes(redis, name), StandardCharsets.ISO_8859_1)
                        .contains(key(path).text()))
                .collect(Collectors.toSet());
    }

    private CacheKey key(String path) {
        RouteRules rules = one.bean(RouteBook.class)
                .rules(one.bean(RouteLocator.class).getRoutes().blockFirst());
        return ((Keying.Keyed) rules.keys().key("http", "127.0.0.1:" + origin.port(), path)).key();
    }

    private static byte[] bytes(StringRedisTemplate redis, String name) {
        return redis.execute((RedisCallback<byte[]>)
                connection -> connection.stringCommands().get(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anInstanceThatDiesWithTheLeaseHoldsUpNobodyForLong() {
        origin.on("/orphan", "x", "Cache-Control", "max-age=60");
        RegionLease.Grant held =
                one.bean(RegionWiring.Region.class).lease().ask(key("/orphan")).block();
        assertThat(held.held()).isTrue();
        CompletableFuture<HttpResponse<String>> answer = two.getLater("/orphan");
        Waits.until(() -> two.bean(Fills.class).underWay() == 1);
        assertThat(origin.count("/orphan")).isZero();
        assertThat(answer.join().body()).isEqualTo("x");
        assertThat(origin.count("/orphan")).isOne();
    }

    /** As when an instance stands still after it has asked for the right: Redis gives it to somebody who does not listen. */
    @Test
    void aRightThatWasGivenToNobodyHoldsUpNobodyForLong() {
        impatient.get("/warm");
        origin.on("/lost", 500, "broken");
        pause(one.bean(RedisConnectionFactory.class), Duration.ofSeconds(1));
        assertThat(impatient.get("/lost").statusCode()).isEqualTo(500);
        origin.on("/lost", "x", "Cache-Control", "max-age=60");
        double late = late();
        // It waits for Redis to go on, and is behind the question for the right.
        assertThat(two.get("/lost").body()).isEqualTo("x");
        assertThat(late()).isEqualTo(late);
    }

    private double late() {
        return two.bean(MeterRegistry.class)
                .counter("tideline.cache.leases", "how", "late")
                .count();
    }

    private static void pause(RedisConnectionFactory redis, Duration time) {
        new StringRedisTemplate(redis).execute((RedisCallback<Object>) connection ->
                connection.execute("CLIENT", bytes("PAUSE"), bytes(Long.toString(time.toMillis())), bytes("ALL")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anInstanceThatIsSlowKeepsTheRight() throws InterruptedException {
        Sinks.Empty<Void> gate = Sinks.empty();
        origin.on(
                "/slow",
                (in, out) -> out.header("Cache-Control", "max-age=60")
                        .sendString(gate.asMono().thenReturn("once")));
        CompletableFuture<HttpResponse<String>> first = one.getLater("/slow");
        Waits.until(() -> origin.count("/slow") == 1);
        CompletableFuture<HttpResponse<String>> second = two.getLater("/slow");
        // More than two terms, and less than anybody waits.
        Thread.sleep(2_500);
        assertThat(origin.count("/slow")).isOne();
        gate.tryEmitEmpty();
        assertThat(first.join().body()).isEqualTo("once");
        assertThat(second.join().body()).isEqualTo("once");
        assertThat(origin.count("/slow")).isOne();
    }

    /** The right comes free after a waiter has looked and before it asks: four times in five, here. */
    @Test
    void whoeverIsGivenTheRightAfterWaitingTakesWhatHasComeMeanwhile() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            String path = "/given/" + i;
            Sinks.Empty<Void> gate = Sinks.empty();
            origin.on(
                    path,
                    (in, out) -> out.header("Cache-Control", "max-age=60")
                            .sendString(gate.asMono().thenReturn("once")));
            CompletableFuture<HttpResponse<String>> first = one.getLater(path);
            Waits.until(() -> origin.count(path) == 1);
            CompletableFuture<HttpResponse<String>> second = hesitant.getLater(path);
            Thread.sleep(200 + 13 * i);
            gate.tryEmitEmpty();
            assertThat(first.join().body()).isEqualTo("once");
            assertThat(second.join().body()).isEqualTo("once");
            assertThat(origin.count(path)).isOne();
        }
    }

    @Test
    void aRedisThatIsAwayCostsNobodyAnAnswer() {
        origin.on("/alone", "x", "Cache-Control", "max-age=60");
        assertThat(without.get("/alone").statusCode()).isEqualTo(200);
        assertThat(result(without.get("/alone"))).isEqualTo("HIT");
    }
}
