package dev.tideline.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.placement.View;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys of data subjects: each is made once, whoever asks, and never again after its subject's erasure. */
class SubjectKeyIT {

    private static OriginBed origin;

    @BeforeAll
    static void start() {
        origin = new OriginBed(true);
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static HttpResponse<String> find(String subject) {
        return origin.get("/subject-keys/" + subject, View.HEADER, "eu.0123456789abcdef");
    }

    private static HttpResponse<String> keep(String subject, String key) {
        return origin.put(
                "/subject-keys/" + subject,
                "{\"key\": \"" + key + "\"}",
                View.HEADER,
                "eu.0123456789abcdef",
                "Content-Type",
                "application/json");
    }

    @Test
    void aKeyThatWasKeptIsFoundAndIsNotReplaced() {
        assertThat(find("anna").statusCode()).isEqualTo(404);

        assertThat(keep("anna", "Zmlyc3Q=").body()).isEqualTo("{\"key\":\"Zmlyc3Q=\"}");
        assertThat(keep("anna", "c2Vjb25k").body()).isEqualTo("{\"key\":\"Zmlyc3Q=\"}");

        HttpResponse<String> found = find("anna");
        assertThat(found.body()).isEqualTo("{\"key\":\"Zmlyc3Q=\"}");
        assertThat(found.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void everyGatewayGetsTheSameKeyHoweverManyMakeOneAtOnce() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        List<String> answers = new CopyOnWriteArrayList<>();
        List<Thread> gateways = IntStream.range(0, 16)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException stopped) {
                        return;
                    }
                    answers.add(keep("ben", "a2V5" + (char) ('A' + i) + "A==").body());
                }))
                .toList();
        go.countDown();
        for (Thread gateway : gateways) {
            gateway.join();
        }
        assertThat(answers).hasSize(16).containsOnly(find("ben").body());
    }

    @Test
    void anErasedSubjectNeverGetsAKeyAgain() {
        keep("cleo", "a2V5");
        origin.sql("update tideline.subject_keys set wrapped = null, erased_at = now() where subject = 'cleo'");

        assertThat(find("cleo").statusCode()).isEqualTo(410);
        assertThat(keep("cleo", "a2V5").statusCode()).isEqualTo(410);
    }

    @Test
    void onlyGatewaysAreAnswered() {
        assertThat(origin.get("/subject-keys/anna").statusCode()).isEqualTo(403);
        assertThat(origin.put("/subject-keys/anna", "{\"key\": \"a2V5\"}", "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        for (String bad : List.of("", "%", "A".repeat(400))) {
            assertThat(keep("dora", bad).statusCode()).as(bad).isEqualTo(400);
        }
        assertThat(find("dora").statusCode()).isEqualTo(404);
    }

    @Test
    void theOriginCanNeitherChangeNorDestroyAKey() {
        keep("ed", "a2V5");
        for (String statement : List.of(
                "update tideline.subject_keys set wrapped = 'x' where subject = 'ed'",
                "delete from tideline.subject_keys where subject = 'ed'")) {
            assertThatThrownBy(() -> origin.sqlAsReader(statement))
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }
}
