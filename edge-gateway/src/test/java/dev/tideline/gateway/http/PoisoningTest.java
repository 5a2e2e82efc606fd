package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Known ways to make a cache give one client's answer, or an attacker's, to another. Each must fail. */
@TestInstance(Lifecycle.PER_CLASS)
class PoisoningTest {

    private static final String MINUTE = "max-age=60";

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.inFrontOf(
                origin,
                "spring.cloud.gateway.server.webflux.routes[1].id=other",
                "spring.cloud.gateway.server.webflux.routes[1].uri=" + origin.url(),
                "spring.cloud.gateway.server.webflux.routes[1].order=-1",
                "spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/tenant/**",
                "spring.cloud.gateway.server.webflux.routes[1].predicates[1]=Header=X-Tenant, b",
                "spring.cloud.gateway.server.webflux.routes[1].filters[0]=AddRequestHeader=X-Backend, b");
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    /** An origin that believes a field which is not in the key. */
    private void believing(String path, String field) {
        origin.on(
                path,
                (in, out) -> out.header("Cache-Control", MINUTE)
                        .sendString(Mono.just(String.valueOf(in.requestHeaders().get(field)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded-Scheme",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "X-Forwarded-Server",
                "X-Forwarded-For",
                "Forwarded",
                "X-Original-URL",
                "X-Original-Host",
                "X-Rewrite-URL",
                "X-HTTP-Method-Override",
                "X-HTTP-Method",
                "X-Method-Override",
                "X-Host",
                "Front-End-Https",
                "True-Client-IP"
            })
    void aFieldOutsideTheKeyDoesNotReachTheOriginOfACacheableRead(String field) {
        String path = "/unkeyed/" + field;
        believing(path, field);
        gateway.get(path, field, "evil");
        assertThat(gateway.get(path).body()).doesNotContain("evil");
    }

    @Test
    void theHostOfTheClientIsNotSentToTheOriginNorKept() throws IOException {
        believing("/host", "Host");
        gateway.raw("GET /host HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assertThat(gateway.get("/host").body()).doesNotContain("evil");
    }

    @Test
    void aGetWithContentIsNeitherAnsweredFromTheCacheNorStored() {
        origin.on(
                "/fat",
                (in, out) -> out.header("Cache-Control", MINUTE)
                        .sendString(in.receive().aggregate().asString().defaultIfEmpty("clean")));
        HttpResponse<String> fat = gateway.send("GET", "/fat", "evil");
        assertThat(result(fat)).isEqualTo("BYPASS");
        assertThat(gateway.get("/fat").body()).isEqualTo("clean");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/c?a=1;b=2",
                "/c?a=1&a=2",
                "/c?a=1%26b=2",
                "/c?a=1%3bb=2",
                "/c?A=1",
                "/c;x=1?a=1",
                "/c%3fa=1",
                "/c%2f?a=1",
                "/c?a=1%00",
                "/c?a=1%0a",
                "/c%23?a=1",
                "/%63%2e%2e/c?a=1",
                "/x/..;/c?a=1",
                "/c/..%2fc?a=1",
                "/c%252f?a=1"
            })
    void noOtherSpellingMeetsTheEntryOfAUrl(String other) throws IOException {
        origin.on("/c", "clean", "Cache-Control", MINUTE);
        gateway.get("/c?a=1");
        String answer = gateway.raw("GET " + other + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("x-cache-status: hit");
    }

    @Test
    void dotSegmentsAreTheSamePathForKeyAndOrigin() throws IOException {
        origin.on("/api/public", "public", "Cache-Control", MINUTE);
        origin.on("/api/secret", "secret", "Cache-Control", MINUTE);
        gateway.raw("GET /api/public/../secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(gateway.get("/api/public").body()).isEqualTo("public");
    }

    @Test
    void deceptionBySuffixIsAnEntryOfItsOwn() {
        origin.on("/account", "private of alice", "Cache-Control", "private");
        origin.on("/account/style.css", "private of alice", "Cache-Control", "private");
        gateway.get("/account/style.css");
        assertThat(result(gateway.get("/account/style.css"))).isEqualTo("MISS");
        assertThat(result(gateway.get("/account"))).isEqualTo("MISS");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 405, 413, 414, 431, 500, 501, 503})
    void anErrorThatAnOddHeaderProvokedIsNotKept(int status) {
        String path = "/cpdos/" + status;
        origin.on(
                path,
                (in, out) -> in.requestHeaders().contains("X-Odd")
                        ? out.status(status).sendString(Mono.just("broken"))
                        : out.header("Cache-Control", MINUTE).sendString(Mono.just("fine")));
        assertThat(gateway.get(path, "X-Odd", "x".repeat(4000)).statusCode()).isEqualTo(status);
        assertThat(gateway.get(path).body()).isEqualTo("fine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0007", "\u0001", "\u007f", "\r", "\n x", "\u0000"})
    void aMetaCharacterInAHeaderBreaksNobodyElsesAnswer(String meta) throws IOException {
        String path = "/meta/" + Integer.toHexString(meta.hashCode());
        origin.on(
                path,
                (in, out) -> in.requestHeaders().entries().stream()
                                .anyMatch(line -> line.getKey().equalsIgnoreCase("X-Metachar"))
                        ? out.status(400).sendString(Mono.just("broken"))
                        : out.header("Cache-Control", MINUTE).sendString(Mono.just("fine")));
        gateway.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nX-Metachar: a" + meta + "b\r\nConnection: close\r\n\r\n");
        assertThat(gateway.get(path).body()).isEqualTo("fine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private",
                "Private",
                "PRIVATE",
                "max-age=60, private",
                "private=\"x",
                "no-store",
                "NO-STORE,max-age=9"
            })
    void privateIsPrivateHoweverItIsSpelled(String control) {
        String path = "/spelled/" + Integer.toHexString(control.hashCode());
        origin.on(path, "alice", "Cache-Control", control);
        gateway.get(path);
        origin.on(path, "bob", "Cache-Control", control);
        assertThat(gateway.get(path).body()).isEqualTo("bob");
    }

    @Test
    void privateInASecondLineCounts() {
        origin.on("/lines", "alice", "Cache-Control", MINUTE, "Cache-Control", "private");
        gateway.get("/lines");
        assertThat(result(gateway.get("/lines"))).isEqualTo("MISS");
    }

    @Test
    void aCookieIsForItsOwnClient() {
        origin.on("/cookie", "x", "Cache-Control", MINUTE, "Set-Cookie", "session=alice");
        assertThat(gateway.get("/cookie").headers().firstValue("Set-Cookie")).hasValue("session=alice");
        origin.on("/cookie", "x", "Cache-Control", MINUTE);
        assertThat(gateway.get("/cookie").headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void anAnswerToCredentialsIsForTheirOwner() {
        origin.on(
                "/auth",
                (in, out) -> out.header("Cache-Control", MINUTE)
                        .sendString(Mono.just(String.valueOf(in.requestHeaders().get("Authorization")))));
        gateway.get("/auth", "Authorization", "alice");
        assertThat(gateway.get("/auth").body()).isEqualTo("null");
    }

    @Test
    void aRangeFirstDoesNotShortenTheWhole() {
        origin.on(
                "/range",
                (in, out) -> in.requestHeaders().contains("Range")
                        ? out.status(206)
                                .header("Cache-Control", MINUTE)
                                .header("ETag", "\"r\"")
                                .header("Content-Range", "bytes 0-1/10")
                                .sendString(Mono.just("01"))
                        : out.header("Cache-Control", MINUTE)
                                .header("ETag", "\"r\"")
                                .sendString(Mono.just("0123456789")));
        gateway.get("/range", "Range", "bytes=0-1");
        HttpResponse<String> whole = gateway.get("/range");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo("0123456789");
    }

    @Test
    void oneUrlOnTwoRoutesIsTwoEntries() {
        origin.on(
                "/tenant/x",
                (in, out) -> out.header("Cache-Control", MINUTE)
                        .sendString(Mono.just(String.valueOf(in.requestHeaders().get("X-Backend")))));
        assertThat(gateway.get("/tenant/x", "X-Tenant", "b").body()).isEqualTo("b");
        assertThat(gateway.get("/tenant/x").body()).isEqualTo("null");
        assertThat(gateway.get("/tenant/x", "X-Tenant", "b").body()).isEqualTo("b");
    }

    @Test
    void smugglingShapesAreRefusedOrReadOneWay() throws IOException {
        origin.on("/poison", "poison", "Cache-Control", MINUTE);
        origin.on("/ok", "ok", "Cache-Control", MINUTE);
        String smuggled = "GET /poison HTTP/1.1\r\nHost: x\r\nX: ";
        List<String> shapes = List.of(
                "POST /ok HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                        + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello" + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\nabc"
                        + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\nContent-Length: 3\r\n\r\nabc"
                        + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"
                        + "Content-Length: 3\r\n\r\nabc" + smuggled,
                "POST /ok HTTP/1.1\nHost: x\nContent-Length: 3\n\nabc" + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nX: a\nContent-Length: 60\r\n\r\n" + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nX: a\rContent-Length: 60\r\n\r\n" + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc" + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n" + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;\nabc\r\n0\r\n\r\n" + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc0\r\n\r\n" + smuggled,
                "POST /ok HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0;a=\"\n\r\n\r\n" + smuggled);
        for (String shape : shapes) {
            int before = origin.count("/poison");
            gateway.raw(shape + "\r\n\r\n");
            HttpResponse<String> victim = gateway.get("/ok");
            assertThat(victim.body()).as(shape).isEqualTo("ok");
            assertThat(origin.count("/poison") - before)
                    .as("requests the origin saw that were hidden in a body: " + shape)
                    .isLessThanOrEqualTo(1);
        }
    }
}
