package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import reactor.core.publisher.Flux;

/** RFC 9110 §6.5. */
@TestInstance(Lifecycle.PER_CLASS)
class TrailersTest {

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

    private void trailing(String path, String control) {
        origin.on(
                path,
                (in, out) -> out.header("Cache-Control", control)
                        .header("Trailer", "Content-Digest, Set-Cookie, Server-Timing")
                        .trailerHeaders(after -> after.set("Content-Digest", "sha-256=:x:")
                                .set("Server-Timing", "total;dur=1")
                                .set("Set-Cookie", "session=alice"))
                        .sendString(Flux.just("two ", "pieces")));
    }

    private String ask(String path, String more) throws IOException {
        return gateway.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n");
    }

    @Test
    void theyFollowTheContentOfAFetchedAndOfAStoredAnswer() throws IOException {
        trailing("/stored", "max-age=60");
        for (String result : new String[] {"miss", "hit"}) {
            String answer = ask("/stored", "TE: deflate, trailers\r\n");
            assertThat(answer).containsIgnoringCase("X-Cache-Status: " + result);
            assertThat(head(answer))
                    .containsIgnoringCase("Transfer-Encoding: chunked")
                    .doesNotContainIgnoringCase("Content-Length")
                    .containsIgnoringCase("Trailer: Content-Digest, Server-Timing");
            assertThat(answer.substring(answer.indexOf("\r\n0\r\n")))
                    .containsIgnoringCase("Content-Digest: sha-256=:x:")
                    .containsIgnoringCase("Server-Timing: total;dur=1")
                    .doesNotContainIgnoringCase("Set-Cookie");
        }
        assertThat(origin.count("/stored")).isEqualTo(1);
        assertThat(origin.last().header("TE")).isEqualTo("trailers");
    }

    @Test
    void theyFollowWhatIsNotStoredToo() throws IOException {
        trailing("/passing", "no-store");
        assertThat(ask("/passing", "TE: trailers\r\n")).containsIgnoringCase("\r\nContent-Digest: sha-256=:x:");
    }

    @Test
    void theyFollowWhatGoesByTheCacheToo() throws IOException {
        trailing("/by", "no-store");
        String post = "POST /by HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n";
        String answer = gateway.raw(post + "TE: trailers\r\n\r\n");
        assertThat(origin.last().header("TE")).isEqualTo("trailers");
        assertThat(head(answer)).containsIgnoringCase("Trailer: Content-Digest, Server-Timing");
        assertThat(answer.substring(answer.indexOf("\r\n0\r\n")))
                .containsIgnoringCase("Content-Digest: sha-256=:x:")
                .doesNotContainIgnoringCase("Set-Cookie");
        assertThat(gateway.raw(post + "\r\n"))
                .doesNotContainIgnoringCase("Content-Digest")
                .doesNotContainIgnoringCase("Trailer:");
        assertThat(origin.last().header("TE")).isNull();
    }

    @Test
    void aClientThatDoesNotTakeThemGetsNone() throws IOException {
        trailing("/plain", "max-age=60");
        for (int i = 0; i < 2; i++) {
            String answer = ask("/plain", "");
            assertThat(answer).doesNotContainIgnoringCase("Content-Digest").doesNotContainIgnoringCase("Trailer:");
        }
        assertThat(ask("/plain", "")).containsIgnoringCase("Content-Length: 10").endsWith("two pieces");
        assertThat(gateway.raw("GET /plain HTTP/1.0\r\nTE: trailers\r\n\r\n"))
                .containsIgnoringCase("Content-Length: 10")
                .endsWith("two pieces");
    }

    private static String head(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"));
    }
}
