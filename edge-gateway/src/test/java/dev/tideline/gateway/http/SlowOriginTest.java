package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Where something stored may stand in, nobody waits for a slow origin. */
class SlowOriginTest {

    private TestingOrigin origin;
    private TestingGateway gateway;
    private final Sinks.Empty<Void> gate = Sinks.empty();

    @BeforeEach
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.inFrontOf(origin, "tideline.refill.stale-after=200ms");
    }

    @AfterEach
    void stop() {
        gateway.close();
        origin.close();
    }

    private void answersWhenTheGateOpens() {
        origin.on(
                "/slow",
                (in, out) -> gate.asMono()
                        .then(Mono.from(
                                out.header("Cache-Control", "max-age=60").sendString(Mono.just("new")))));
    }

    private void assertStoodInFor(HttpResponse<String> answer) {
        assertThat(answer.body()).isEqualTo("old");
        assertThat(result(answer)).isEqualTo("HIT-STALE");
        assertThat(answer.headers().firstValue("Cache-Status").orElse("")).contains("origin-slow");
    }

    @Test
    void itsAnswerIsKeptWhenItComes() throws InterruptedException {
        origin.on("/slow", "old", "Cache-Control", "max-age=1, stale-if-error=60");
        gateway.get("/slow");
        Thread.sleep(1_100); // until it is stale
        answersWhenTheGateOpens();

        assertStoodInFor(gateway.get("/slow"));
        gate.tryEmitEmpty();
        Waits.until(() -> gateway.get("/slow").body().equals("new"));
        assertThat(origin.count("/slow")).as("asked once more").isEqualTo(2);
    }

    @Test
    void whatCannotBeSharedIsNotWaitedForEither() {
        origin.on("/slow", "old", "Cache-Control", "max-age=0, stale-if-error=60");
        gateway.get("/slow");
        answersWhenTheGateOpens();

        assertStoodInFor(gateway.get("/slow"));
        gate.tryEmitEmpty();
        Waits.until(() -> gateway.get("/slow").body().equals("new"));
    }
}
