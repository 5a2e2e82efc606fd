package dev.tideline.local.check.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.RunClock;
import dev.tideline.local.check.plan.Disturbance;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OriginProxyTest {

    private final Recorder recorder = new Recorder(RunClock.start());
    private final HttpClient client = HttpClient.newHttpClient();
    private TestingOrigin origin;
    private OriginProxy proxy;

    @BeforeEach
    void start() throws IOException {
        origin = new TestingOrigin();
        proxy = OriginProxy.start(0, origin.address(), recorder, 42);
    }

    @AfterEach
    void stop() {
        proxy.close();
        origin.close();
        client.shutdownNow();
    }

    @Test
    void requestsAndAnswersPassUnchangedButForTheNumber() throws Exception {
        HttpResponse<String> answer = get("/api/products/p1?x=%2Fy", "X-Test", "hello");
        assertThat(origin.asked).containsExactly("GET /api/products/p1?x=%2Fy hello");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"mark\":\"m1\"}");
        assertThat(answer.headers().firstValue("Cache-Tag")).contains("a, b");
        assertThat(answer.headers().firstValue(OriginProxy.FILL)).contains("1");
        assertThat(get("/api/products/p1", "X-Test", "b").headers().firstValue(OriginProxy.FILL))
                .contains("2");
    }

    @Test
    void aConfirmationWithoutABodyPassesToo() throws Exception {
        HttpResponse<String> answer = get("/api/products/p1", "If-None-Match", "\"v1\"");
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.headers().firstValue(OriginProxy.FILL)).isPresent();
    }

    @Test
    void everyAnswerIsRecordedWithTheTimeItTook() throws Exception {
        proxy.breakDown(new Disturbance.SlowOrigin(Duration.ofMillis(80), Duration.ofMillis(90)));
        get("/api/products/p1", "X-Test", "a");
        assertThat(fills()).singleElement().satisfies(fill -> {
            assertThat(fill.path()).isEqualTo("/api/products/p1");
            assertThat(fill.span().end() - fill.span().begin())
                    .isGreaterThanOrEqualTo(Duration.ofMillis(80).toNanos());
            assertThat(fill.old()).isFalse();
        });
    }

    @Test
    void aLaggingReplicaGivesAnEarlierAnswerAndSaysSoInTheHistory() throws Exception {
        get("/api/products/p1", "X-Test", "a");
        get("/api/products/p1", "X-Test", "b");
        proxy.breakDown(new Disturbance.OldOrigin(1));
        HttpResponse<String> answer = get("/api/products/p1", "X-Test", "c");
        assertThat(answer.body()).isEqualTo("{\"mark\":\"m1\"}");
        assertThat(answer.headers().firstValue("X-Data-Version")).contains("1");
        assertThat(answer.headers().firstValue(OriginProxy.FILL)).contains("3");
        assertThat(fills().getLast().old()).isTrue();
        proxy.repair();
        assertThat(get("/api/products/p1", "X-Test", "d").body()).isEqualTo("{\"mark\":\"m3\"}");
    }

    @Test
    void aReplicaThatSawOneAnswerOnlyHasNoEarlierOne() throws Exception {
        get("/api/products/p1", "X-Test", "a");
        proxy.breakDown(new Disturbance.OldOrigin(1));
        assertThat(get("/api/products/p1", "X-Test", "b").body()).isEqualTo("{\"mark\":\"m2\"}");
        assertThat(get("/api/products/p2", "X-Test", "b").body()).isEqualTo("{\"mark\":\"m3\"}");
    }

    @Test
    void aReaderWithATicketGetsNoEarlierAnswer() throws Exception {
        get("/api/products/p1", "X-Test", "a");
        get("/api/products/p1", "X-Test", "b");
        proxy.breakDown(new Disturbance.OldOrigin(1));
        assertThat(get("/api/products/p1", "X-Tideline-Session", "3:17").body()).isEqualTo("{\"mark\":\"m3\"}");
    }

    @Test
    void anOriginThatIsAwayGivesNoAnswer() throws Exception {
        proxy.breakDown(new Disturbance.OriginAway());
        assertThatThrownBy(() -> get("/api/products/p1", "X-Test", "a")).isInstanceOf(IOException.class);
        assertThat(origin.asked).isEmpty();
        proxy.repair();
        assertThat(get("/api/products/p1", "X-Test", "b").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path, String name, String value) throws Exception {
        return client.send(
                HttpRequest.newBuilder(proxy.address().resolve(path))
                        .header(name, value)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<Fact.Fill> fills() {
        return recorder.soFar(Fact.Fill.class).toList();
    }
}
