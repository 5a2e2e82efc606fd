package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Scope;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import reactor.core.publisher.Mono;

/** What a purge strikes is fetched again before its next reader comes: once, within bounds, and only if it is hot. */
@TestInstance(Lifecycle.PER_CLASS)
class HotRefreshTest {

    /** Enough for one read in eight to make it hot. */
    private static final int MANY = 400;

    private static final int A_ROUND = 2;

    private TestingOrigin origin;
    private TestingGateway gateway;
    private TestingLog log;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.with(
                TestingLog.Beans.class,
                origin.url(),
                "tideline.hot.reads=16",
                "tideline.hot.refreshes-per-second=" + 10 * A_ROUND);
        log = new TestingLog(gateway);
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    private void purge(Scope scope) {
        gateway.bean(HotRefresh.class).purged(0, log.purge(scope));
    }

    private void read(String path, int times, String... headers) {
        IntStream.range(0, times).forEach(i -> gateway.get(path, headers));
    }

    private static void rounds(int count) throws InterruptedException {
        Thread.sleep(Duration.ofMillis(100L * count + 50));
    }

    @Test
    void theNextReaderOfAHotKeyDoesNotWait() {
        origin.on("/hot", "old", "Cache-Control", "max-age=60");
        read("/hot", MANY);
        origin.on("/hot", "new", "Cache-Control", "max-age=60");
        purge(new Scope.Url("/hot"));
        Waits.until(() -> origin.count("/hot") == 2);
        Waits.until(() ->
                result(gateway.get("/hot", "Cache-Control", "only-if-cached")).equals("HIT"));
        assertThat(gateway.get("/hot").body()).isEqualTo("new");
        assertThat(origin.count("/hot")).isEqualTo(2);
    }

    @Test
    void aKeyThatIsReadNowAndThenIsLeftToItsReader() throws Exception {
        origin.on("/cold", "x", "Cache-Control", "max-age=60");
        read("/cold", 2); // one hit, and one counted read is not enough
        purge(new Scope.Url("/cold"));
        rounds(2);
        assertThat(origin.count("/cold")).isEqualTo(1);
    }

    @Test
    void whoeverSaysWhoTheyAreIsNotRemembered() throws Exception {
        origin.on("/mine", "x", "Cache-Control", "max-age=60");
        read("/mine", MANY, "Cookie", "session=1");
        purge(new Scope.Url("/mine"));
        rounds(2);
        assertThat(origin.count("/mine")).isEqualTo(1);
    }

    @Test
    void aStormOfPurgesFetchesAKeyOnceAsLongAsNobodyReadsIt() throws Exception {
        origin.on(
                "/storm", (in, out) -> out.header("Cache-Control", "max-age=60").sendString(Mono.just("x")));
        read("/storm", MANY);
        for (int i = 0; i < 500; i++) {
            purge(new Scope.Url("/storm"));
            Thread.sleep(1);
        }
        rounds(3);
        assertThat(origin.count("/storm")).isEqualTo(2);
    }

    @Test
    void aPurgeOfEverythingFetchesNoMoreThanARoundHolds() throws Exception {
        List<String> paths = IntStream.range(0, 10).mapToObj(i -> "/all/" + i).toList();
        paths.forEach(path -> origin.on(path, "x", "Cache-Control", "max-age=60"));
        paths.forEach(path -> read(path, MANY));
        purge(new Scope.Everything());
        rounds(5);
        int fetched = paths.stream().mapToInt(path -> origin.count(path) - 1).sum();
        assertThat(fetched).isBetween(1, A_ROUND);
    }
}
