package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.ResidencyTest.MASTER_KEY;
import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.gateway.http.ResidencyTest.Rules;
import dev.tideline.placement.PlacementFile;
import dev.tideline.placement.View;
import dev.tideline.subjects.MasterKey;
import dev.tideline.subjects.SubjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.ScanOptions;

/** A region's real Redis, while the rules for what may be in it change from one start to the next. */
class ResidencyRegionIT {

    private static final String MARK = "rules";
    private static final SubjectKey SUBJECT_KEY = SubjectKey.fresh();

    private final TestBackends.Redis redis = TestBackends.redis();
    private final String prefix = "residency:" + UUID.randomUUID() + ":";
    private final TestingOrigin origin = new TestingOrigin();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void place() throws IOException {
        place("cache-in: [eu, us], redact: [/email]");
    }

    private void place(String rules) throws IOException {
        file = Files.writeString(folder.resolve("placement.yaml"), """
                regions: [eu, us]
                collections:
                  products: {tier: cache}
                  customers: {tier: cache, residency: {home: eu, serve-in: [eu, us], RULES}}
                """.replace("RULES", rules));
        String view = View.of(PlacementFile.read(file).collection("customers").orElseThrow(), "eu", "us")
                .toString();
        // The subject's key, wrapped in the master key.
        byte[] wrapped = MasterKey.of(MASTER_KEY.split("=", 2)[1]).wrap(SUBJECT_KEY, "c1");
        origin.on("/subject-keys/c1", "{\"key\": \"" + Base64.getEncoder().encodeToString(wrapped) + "\"}");
        origin.on("/api/customers/c1", rules, "Cache-Control", "max-age=60", View.HEADER, view, "Vary", View.HEADER);
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    /** A gateway that has looked at what its Redis was filled under. */
    private TestingGateway us() {
        TestingGateway gateway = TestingGateway.with(
                Rules.class,
                origin.url(),
                "tideline.region=us",
                MASTER_KEY,
                "tideline.placement=" + file,
                "tideline.residency.homes.eu.origin-url=" + origin.url(),
                "tideline.residency.homes.eu.gateway-url=" + origin.url(),
                "tideline.cache.l2.enabled=true",
                "tideline.cache.l2.timeout=2s",
                "tideline.cache.l2.prefix=" + prefix,
                "spring.data.redis.host=" + redis.host(),
                "spring.data.redis.port=" + redis.port());
        Waits.until(() -> Boolean.TRUE.equals(gateway.bean(ReactiveStringRedisTemplate.class)
                .hasKey(prefix + MARK)
                .block()));
        return gateway;
    }

    private List<String> keys(TestingGateway gateway) {
        List<String> keys = gateway.bean(ReactiveStringRedisTemplate.class)
                .scan(ScanOptions.scanOptions().match(prefix + "*").build())
                .filter(key -> !key.endsWith(MARK))
                .collectList()
                .block();
        return keys == null ? List.of() : keys;
    }

    private static void fill(TestingGateway gateway, String path) {
        Waits.until(() -> result(gateway.get(path)).equals("HIT"));
    }

    @Test
    void whatOneStartKeptTheNextHas() {
        try (TestingGateway first = us()) {
            fill(first, "/api/customers/c1");
            Waits.until(() -> !keys(first).isEmpty());
        }
        try (TestingGateway second = us()) {
            assertThat(result(second.get("/api/customers/c1"))).isEqualTo("HIT");
        }
    }

    @Test
    void whatWasKeptAfterRedisCameBackEmptyTheNextStartHas() {
        try (TestingGateway first = us()) {
            ReactiveStringRedisTemplate region = first.bean(ReactiveStringRedisTemplate.class);
            region.delete(prefix + MARK).block();
            Waits.until(() -> Boolean.TRUE.equals(region.hasKey(prefix + MARK).block()));
            fill(first, "/api/customers/c1");
            Waits.until(() -> !keys(first).isEmpty());
        }
        try (TestingGateway second = us()) {
            assertThat(result(second.get("/api/customers/c1"))).isEqualTo("HIT");
        }
    }

    @Test
    void whatWasKeptUnderOtherRulesIsNeitherServedNorLeft() throws IOException {
        try (TestingGateway first = us()) {
            fill(first, "/api/customers/c1");
            Waits.until(() -> !keys(first).isEmpty());
        }
        place("cache-in: [eu, us], redact: [/email, /phone]");
        try (TestingGateway second = us()) {
            assertThat(second.get("/api/customers/c1").body()).contains("/phone");
        }
        place("cache-in: [eu], redact: [/email]");
        try (TestingGateway third = us()) {
            assertThat(result(third.get("/api/customers/c1"))).isEqualTo("BYPASS");
            Waits.until(() -> keys(third).isEmpty());
        }
    }

    @Test
    void anAnswerThatNamesAHomeElsewhereIsNotInIt() throws IOException {
        Files.writeString(file, Files.readString(file) + """
                responses: {header: X-Data-Home, homes: {us: {}, eu: {serve-in: [eu, us]}}}
                """);
        origin.on("/shop/passed", "canary passed", "Cache-Control", "max-age=60", "X-Data-Home", "eu");
        origin.on("/shop/kept", "canary kept", "Cache-Control", "max-age=60", "X-Data-Home", "us");
        try (TestingGateway gateway = us()) {
            for (int times = 1; times <= 3; times++) {
                assertThat(gateway.get("/shop/passed").body()).isEqualTo("canary passed");
            }
            fill(gateway, "/shop/kept");
            Waits.until(() -> everything(gateway).contains("canary kept"));
            assertThat(everything(gateway)).doesNotContain("canary passed");
        }
    }

    private String everything(TestingGateway gateway) {
        ReactiveStringRedisTemplate region = gateway.bean(ReactiveStringRedisTemplate.class);
        return keys(gateway).stream()
                .map(key -> String.valueOf(region.opsForValue().get(key).block()))
                .collect(Collectors.joining());
    }
}
