package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.edge.EdgeEvent;
import dev.tideline.gateway.edge.EdgeEvents;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

class EdgeEventsTest {

    private static final BlockingQueue<EdgeEvent> TOLD = new LinkedBlockingQueue<>();

    static class Listening {
        @Bean
        EdgeEvents edgeEvents() {
            return answer -> TOLD.add(answer.get());
        }
    }

    @Test
    void everyAnswerIsToldWithWhatItCost() throws Exception {
        try (TestingOrigin origin = new TestingOrigin();
                TestingGateway gateway = TestingGateway.with(Listening.class, origin.url())) {
            origin.on("/a", "told", "Cache-Control", "max-age=60", "X-Data-Version", "7");
            gateway.get("/a");
            EdgeEvent miss = TOLD.poll(5, TimeUnit.SECONDS);
            gateway.get("/a");
            EdgeEvent hit = TOLD.poll(5, TimeUnit.SECONDS);
            gateway.get("/a");
            EdgeEvent direct = TOLD.poll(5, TimeUnit.SECONDS);

            assertThat(miss.cacheStatus()).isEqualTo("MISS");
            assertThat(miss.dataVersion()).isEqualTo(7);
            assertThat(miss.originLatencyMs()).isBetween(0L, miss.totalLatencyMs() + 1);
            assertThat(hit.cacheStatus()).isEqualTo("HIT");
            assertThat(hit.originLatencyMs()).isNull();
            assertThat(hit.status()).isEqualTo(200);
            assertThat(direct)
                    .isEqualTo(new EdgeEvent(
                            direct.at(), hit.region(), hit.colo(), 200, "HIT", 7L, direct.stalenessMs(), null, 0));
            assertThat(direct.stalenessMs()).isGreaterThanOrEqualTo(hit.stalenessMs());
        }
    }
}
