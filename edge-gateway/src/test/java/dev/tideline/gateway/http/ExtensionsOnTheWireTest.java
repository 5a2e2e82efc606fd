package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Groups, and queries that do not vary, through real sockets. */
@TestInstance(Lifecycle.PER_CLASS)
class ExtensionsOnTheWireTest {

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.inFrontOf(origin);
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    @Test
    void aWriteThatNamesAGroupDropsItsMembers() {
        origin.on("/list", "list", "Cache-Control", "max-age=60", "Cache-Groups", "\"catalogue\"");
        origin.on("/lone", "lone", "Cache-Control", "max-age=60");
        origin.on("/change", "ok", "Cache-Group-Invalidation", "\"catalogue\"");
        gateway.get("/list");
        gateway.get("/lone");
        gateway.send("POST", "/change", "x");
        assertThat(result(gateway.get("/list"))).isEqualTo("MISS");
        assertThat(result(gateway.get("/lone"))).isEqualTo("HIT");
    }

    @Test
    void queriesThatTheOriginCallsEqualShareAnEntry() {
        origin.on("/search", "x", "Cache-Control", "max-age=60", "No-Vary-Search", "params=(\"utm\"), key-order");
        gateway.get("/search?q=1&utm=a");
        gateway.get("/search?q=1&utm=b");
        assertThat(result(gateway.get("/search?utm=c&q=1"))).isEqualTo("HIT");
        assertThat(result(gateway.get("/search?q=2"))).isEqualTo("MISS");
    }
}
