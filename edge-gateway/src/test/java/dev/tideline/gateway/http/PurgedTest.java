package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import reactor.core.publisher.Sinks;

/** The cache under a real purge log, to which the test is the only writer. */
@TestInstance(Lifecycle.PER_CLASS)
class PurgedTest {

    private TestingOrigin origin;
    private TestingGateway gateway;
    private TestingLog log;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.with(TestingLog.Beans.class, origin.url());
        log = new TestingLog(gateway);
        log.purge(new Scope.Tag("nobody"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    @Test
    void aPurgeOfATagAPathOrAResourceReachesTheEntry() {
        List<Scope> scopes = List.of(
                new Scope.Tag("shoes"),
                new Scope.Prefix("/shop"),
                new Scope.Url("/shop/p1"),
                new Scope.Resource(new ResourceKey("products", "p1"), 8),
                new Scope.Everything());
        origin.on(
                "/shop/p1",
                "x",
                "Cache-Control",
                "max-age=60",
                "Cache-Tag",
                "shoes",
                "X-Tideline-Resource",
                "products/p1",
                "X-Data-Version",
                "7");
        for (Scope scope : scopes) {
            if (scope instanceof Scope.Resource) {
                origin.on("/shop/p1", "x", "Cache-Control", "max-age=60", "X-Tideline-Resource", "products/p1");
            }
            gateway.get("/shop/p1");
            assertThat(result(gateway.get("/shop/p1"))).as(scope.toString()).isEqualTo("HIT");
            log.purge(scope);
            assertThat(result(gateway.get("/shop/p1"))).as(scope.toString()).isEqualTo("MISS");
        }
    }

    @Test
    void aFillInFlightDuringAPurgeIsNotStored() {
        Sinks.Empty<Void> gate = Sinks.empty();
        origin.on(
                "/late",
                (in, out) -> out.header("Cache-Control", "max-age=60")
                        .header("Cache-Tag", "late")
                        .sendString(gate.asMono().thenReturn("old")));
        CompletableFuture<HttpResponse<String>> filling = gateway.getLater("/late");
        Waits.until(() -> origin.count("/late") == 1);
        log.purge(new Scope.Tag("late"));
        gate.tryEmitEmpty();
        assertThat(filling.join().body()).isEqualTo("old");
        origin.on("/late", "new", "Cache-Control", "max-age=60", "Cache-Tag", "late");
        assertThat(gateway.get("/late").body()).isEqualTo("new");
        assertThat(result(gateway.get("/late"))).isEqualTo("HIT");
    }

    @Test
    void anAnswerBelowTheVersionThatIsKnownIsNotStored() {
        log.purge(new Scope.Resource(new ResourceKey("products", "lag"), 5));
        String[] lagging = {"Cache-Control", "max-age=60", "X-Tideline-Resource", "products/lag", "X-Data-Version", "4"
        };
        origin.on("/lag", "four", lagging);
        gateway.get("/lag");
        assertThat(result(gateway.get("/lag"))).isEqualTo("MISS");
        lagging[5] = "5";
        origin.on("/lag", "five", lagging);
        gateway.get("/lag");
        assertThat(result(gateway.get("/lag"))).isEqualTo("HIT");
    }

    @Test
    void aSoftPurgeLeavesTheEntryToStandInForAFailure() {
        origin.on("/soft", "kept", "Cache-Control", "max-age=60, stale-if-error=60", "Cache-Tag", "soft");
        gateway.get("/soft");
        log.purge(PurgeIssued.Mode.SOFT, new Scope.Tag("soft"));
        origin.on("/soft", 503, "no");
        HttpResponse<String> stale = gateway.get("/soft");
        assertThat(stale.body()).isEqualTo("kept");
        assertThat(result(stale)).isEqualTo("HIT-STALE");
        origin.on("/soft", "new", "Cache-Control", "max-age=60");
        assertThat(gateway.get("/soft").body()).isEqualTo("new");
    }

    @Test
    void aNegativeAnswerIsPurgedByAnInsert() {
        origin.on("/absent", 404, "none", "Cache-Control", "max-age=60", "X-Tideline-Resource", "products/absent");
        gateway.get("/absent");
        assertThat(result(gateway.get("/absent"))).isEqualTo("HIT");
        log.purge(new Scope.Resource(new ResourceKey("products", "absent"), 1));
        assertThat(result(gateway.get("/absent"))).isEqualTo("MISS");
    }
}
