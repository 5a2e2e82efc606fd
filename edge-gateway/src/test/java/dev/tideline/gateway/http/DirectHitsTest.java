package dev.tideline.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.placement.View;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** A hit that the framework never sees is the hit that the framework would have sent. */
class DirectHitsTest {

    private static final String MINUTE = "max-age=60";

    private static final Pattern ANSWER = Pattern.compile("(?s)(HTTP/1.1 .*?\r\n\r\n)(.*)");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");

    private TestingOrigin origin;
    private TestingGateway direct;

    @BeforeEach
    void start() {
        origin = new TestingOrigin();
        direct = TestingGateway.inFrontOf(origin);
    }

    // Closing one gateway ends the event loops of all in this JVM, so none outlives its test.
    @AfterEach
    void stop() {
        direct.close();
        origin.close();
    }

    private static String get(String path, String... lines) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + String.join("", lines) + "\r\n";
    }

    /** One answer, as it is on the wire. */
    private static String ask(TestingGateway gateway, String request) throws IOException {
        return ask(gateway, request, "", 1);
    }

    /** All that comes until this has come so many times at the end of what is there. */
    private static String ask(TestingGateway gateway, String request, String end, int times) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            StringBuilder text = new StringBuilder();
            int seen = 0;
            while (end.isEmpty() ? !isWhole(text, request.startsWith("HEAD")) : seen < times) {
                int next = socket.getInputStream().read();
                assertThat(next).as("more than %s", text).isNotNegative();
                text.append((char) next);
                seen += !end.isEmpty() && text.toString().endsWith(end) ? 1 : 0;
            }
            return text.toString();
        }
    }

    private static boolean isWhole(CharSequence text, boolean head) {
        Matcher parts = ANSWER.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        String fields = parts.group(1);
        Matcher length = LENGTH.matcher(fields);
        boolean none = head || fields.contains(" 304 ");
        return none
                || (length.find() ? parts.group(2).length() == Integer.parseInt(length.group(1)) : fields.isEmpty())
                || parts.group(2).endsWith("0\r\n\r\n");
    }

    /** Asks until the answer comes the short way: a miss, a hit to learn from, and one more. */
    private String third(TestingGateway gateway, String path, String... lines) throws IOException {
        long before = seenByFramework(gateway);
        ask(gateway, get(path, lines));
        ask(gateway, get(path, lines));
        String answer = ask(gateway, get(path, lines));
        assertThat(answer).contains("X-Cache-Status: HIT\r\n");
        ask(gateway, get("/counted-last"));
        Waits.until(() -> seenByFramework(gateway) >= before + 3);
        assertThat(seenByFramework(gateway)).isEqualTo(before + 3);
        return answer;
    }

    /** Requests that the framework has counted. */
    private static long seenByFramework(TestingGateway gateway) {
        return gateway.bean(MeterRegistry.class).find("http.server.requests").timers().stream()
                .mapToLong(io.micrometer.core.instrument.Timer::count)
                .sum();
    }

    /** Lines in any order, with every number that passes with time as 0. */
    private static Set<String> lines(String answer) {
        String timeless = answer.replaceAll("(?m)^(Age|X-Data-Age-Ms|X-Data-Staleness-Bound-Ms): \\d+", "$1: 0")
                .replaceAll(";ttl=\\d+", ";ttl=0")
                .replaceAll("(?m)^(X-Cached-At|Date): .*$", "$1: then");
        return new TreeSet<>(Arrays.asList(timeless.split("\r\n", -1)));
    }

    @Test
    void itSaysWhatTheLongWaySays() throws IOException {
        origin.on(
                "/same",
                "{\"a\": 1}",
                "Cache-Control",
                MINUTE,
                "Content-Type",
                "application/json",
                "ETag",
                "\"v1\"",
                "X-Data-Version",
                "7",
                "X-Tideline-Resource",
                "products/p1",
                "Cache-Status",
                "shield; hit; ttl=5",
                "Cache-Tag",
                "a,b",
                "Link",
                "<a>; rel=x",
                "Link",
                "<b>; rel=y");
        String answer = third(direct, "/same");
        TestingGateway ordinary = TestingGateway.inFrontOf(origin, "tideline.cache.direct-hits=0B");
        ask(ordinary, get("/same"));
        String expected = ask(ordinary, get("/same"));
        assertThat(expected).contains("X-Cache-Status: HIT");
        assertThat(lines(answer)).isEqualTo(lines(expected));
        assertThat(answer).endsWith("\r\n\r\n{\"a\": 1}");
        ordinary.close();
    }

    @Test
    void aReadThatWantsMoreGoesTheLongWay() throws IOException {
        origin.on("/wish", "0123456789", "Cache-Control", MINUTE, "ETag", "\"v1\"");
        third(direct, "/wish");
        assertThat(ask(direct, get("/wish", "Range: bytes=0-1\r\n"))).startsWith("HTTP/1.1 206");
        assertThat(ask(direct, get("/wish", "If-None-Match: \"v1\"\r\n"))).startsWith("HTTP/1.1 304");
        assertThat(ask(direct, get("/wish", "Cache-Control: no-cache\r\n"))).doesNotContain("X-Cache-Status: HIT\r\n");
        assertThat(ask(direct, get("/wish").replace("GET", "HEAD"))).endsWith("\r\n\r\n");
    }

    @Test
    void theVariantIsTheRequests() throws IOException {
        origin.on(
                "/vary",
                (in, out) -> out.addHeader("Cache-Control", MINUTE)
                        .addHeader("Vary", "Accept-Language")
                        .sendString(reactor.core.publisher.Mono.just(
                                "in " + in.requestHeaders().get("Accept-Language"))));
        third(direct, "/vary", "Accept-Language: de\r\n");
        for (String language : new String[] {"fr", "fr", "de", "fr"}) {
            assertThat(ask(direct, get("/vary", "Accept-Language: " + language + "\r\n")))
                    .endsWith("in " + language);
        }
        assertThat(ask(direct, get("/vary", "Accept-Language: it\r\n"))).endsWith("in it");
    }

    @Test
    void whatIsNoLongerFreshIsNotAnswered() throws Exception {
        origin.on("/short", "x", "Cache-Control", "max-age=2");
        third(direct, "/short");
        Waits.until(() -> {
            try {
                return ask(direct, get("/short")).contains("X-Cache-Status: MISS") || origin.count("/short") > 1;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(origin.count("/short")).isEqualTo(2);
    }

    @Test
    void whatAWriteInvalidatedIsNotAnswered() throws IOException {
        origin.on("/written", "x", "Cache-Control", MINUTE);
        third(direct, "/written");
        direct.send("POST", "/written", "y");
        assertThat(ask(direct, get("/written"))).contains("X-Cache-Status: MISS");
    }

    @Test
    void hitsAndMissesPipelinedOnOneConnectionKeepTheirOrder() throws IOException {
        origin.on("/p1", "one", "Cache-Control", MINUTE);
        origin.on("/p2", "two", "Cache-Control", "no-store");
        third(direct, "/p1");
        String all = ask(direct, get("/p1") + get("/p2") + get("/p1") + get("/p1") + get("/p2"), "two", 2);
        assertThat(all.replaceAll("(?s)HTTP/1.1 200 OK.*?\r\n\r\n", "")).isEqualTo("onetwooneonetwo");
    }

    @Test
    void anotherHostIsAnotherUrl() throws IOException {
        origin.on("/host", "x", "Cache-Control", MINUTE);
        TestingGateway hosts =
                TestingGateway.inFrontOf(origin, "spring.cloud.gateway.server.webflux.routes[0].predicates[1]=Host=h");
        third(hosts, "/host");
        assertThat(ask(hosts, get("/host").replace("Host: h", "Host: other"))).startsWith("HTTP/1.1 404");
        hosts.close();
    }

    @Configuration
    static class NamesTheRegion {

        /** As the residency rules do. */
        @Bean
        GlobalFilter namesTheRegion() {
            return new BeforeTheCache();
        }
    }

    private static final class BeforeTheCache implements GlobalFilter, Ordered {

        @Override
        public int getOrder() {
            return NettyRoutingFilter.ORDER - 3;
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            return chain.filter(exchange.mutate()
                    .request(request -> request.header(View.HEADER, "us;1"))
                    .build());
        }
    }

    @Test
    void dataWithAResidencyGoesTheLongWay() throws IOException {
        origin.on("/resident", "x", "Cache-Control", MINUTE, View.HEADER, "us;1");
        TestingGateway us = TestingGateway.with(NamesTheRegion.class, origin.url());
        for (int i = 1; i <= 3; i++) {
            long asked = i;
            assertThat(ask(us, get("/resident"))).startsWith("HTTP/1.1 200");
            Waits.until(() -> seenByFramework(us) == asked);
        }
        us.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.cloud.gateway.server.webflux.routes[0].predicates[1]=Header=X-A, b",
                "spring.cloud.gateway.server.webflux.routes[0].filters[0]=AddResponseHeader=X-A, b",
                "spring.cloud.gateway.server.webflux.default-filters[0]=AddResponseHeader=X-A, b",
                "spring.cloud.gateway.server.webflux.routes[0].metadata.cache.bypass-headers=X-Debug",
                "server.compression.enabled=true",
                "server.netty.idle-timeout=30s",
                "server.netty.max-keep-alive-requests=1000",
                "server.forward-headers-strategy=framework",
                "tideline.cache.direct-hits=0B"
            })
    void whereTheFrameworkMayLookAtMoreEveryHitGoesTheLongWay(String setting) throws IOException {
        origin.on("/long", "x", "Cache-Control", MINUTE);
        TestingGateway ordinary = TestingGateway.inFrontOf(origin, setting);
        for (int i = 1; i <= 3; i++) {
            long asked = i;
            assertThat(ask(ordinary, get("/long", "X-A: b\r\n"))).startsWith("HTTP/1.1 200");
            Waits.until(() -> seenByFramework(ordinary) == asked);
        }
        ordinary.close();
    }
}
