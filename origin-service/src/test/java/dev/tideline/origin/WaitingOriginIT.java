package dev.tideline.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class WaitingOriginIT {

    @Test
    void itStartsWithoutASchemaSaysWhatItWaitsForAndIsReadyOnceItIsThere() throws InterruptedException {
        try (OriginBed origin = new OriginBed(false)) {
            HttpResponse<String> waiting = origin.health("/actuator/health/readiness");
            assertThat(waiting.statusCode()).isEqualTo(503);
            assertThat(waiting.body()).contains("waitsFor", "write-processor makes");
            assertThat(origin.health("/actuator/health/liveness").statusCode()).isEqualTo(200);

            HttpResponse<String> read = origin.get("/api/products/lamp");
            assertThat(read.statusCode()).isEqualTo(503);
            assertThat(read.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(read.headers().firstValue("Cache-Control")).hasValue("no-store");

            origin.makeSchema();
            for (int i = 0;
                    i < 100 && origin.health("/actuator/health/readiness").statusCode() != 200;
                    i++) {
                Thread.sleep(100);
            }
            assertThat(origin.get("/api/products/lamp").statusCode()).isEqualTo(404);
        }
    }
}
