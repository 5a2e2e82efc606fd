package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** A gateway that speaks HTTP/2 beside HTTP/1.1 ({@code server.http2.enabled}), with TLS and without. */
class Http2Test {

    private TestingOrigin origin;
    private final List<TestingGateway> gateways = new ArrayList<>();

    @BeforeEach
    void start() {
        origin = new TestingOrigin()
                .on("/a", "text", "Cache-Control", "max-age=60", "ETag", "\"v1\"", "Link", "<b>", "Link", "<c>");
    }

    // Closing one gateway ends the event loops of all in this JVM, so none outlives its test.
    @AfterEach
    void stop() {
        gateways.forEach(TestingGateway::close);
        origin.close();
    }

    private TestingGateway open(String... settings) {
        String[] all = Stream.concat(Stream.of("server.http2.enabled=true"), Stream.of(settings))
                .toArray(String[]::new);
        TestingGateway opened = TestingGateway.inFrontOf(origin, all);
        gateways.add(opened);
        return opened;
    }

    private record Got(String version, HttpHeaders headers, String text) {

        @Override
        public String toString() {
            return version + " " + headers.get("X-Cache-Status") + " " + text;
        }

        /** In any order, with every number that passes with time as 0. */
        TreeSet<String> fields() {
            TreeSet<String> fields = new TreeSet<>();
            headers.forEach(field -> {
                String name = field.getKey().toLowerCase(Locale.ROOT);
                String value = name.endsWith("-ms") || name.equals("age") || name.endsWith("cached-at")
                        ? "0"
                        : field.getValue().replaceAll(";ttl=\\d+", ";ttl=0");
                if (!name.equals("date") && !name.startsWith("x-http2-")) {
                    fields.add(name + ": " + value);
                }
            });
            return fields;
        }
    }

    private static Got ask(TestingGateway gateway, HttpProtocol protocol) {
        boolean secured = gateway.context().getEnvironment().containsProperty("server.ssl.key-store");
        HttpClient client = HttpClient.newConnection().protocol(protocol);
        HttpClient asking = secured ? client.secure(ssl -> ssl.sslContext(trusting(protocol))) : client;
        Got got = asking.get()
                .uri((secured ? "https" : "http") + "://127.0.0.1:" + gateway.port() + "/a")
                .responseSingle((response, content) -> content.asString()
                        .map(text -> new Got(response.version().text(), response.responseHeaders(), text)))
                .block();
        assertThat(got).isNotNull();
        return got;
    }

    private static GenericSslContextSpec<?> trusting(HttpProtocol protocol) {
        Consumer<SslContextBuilder> anybody = context -> context.trustManager(InsecureTrustManagerFactory.INSTANCE);
        return protocol == HttpProtocol.H2
                ? Http2SslContextSpec.forClient().configure(anybody)
                : Http11SslContextSpec.forClient().configure(anybody);
    }

    private static long seenByFramework(TestingGateway gateway) {
        return gateway.bean(MeterRegistry.class).find("http.server.requests").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    /** The first fetches, the second is learned from. */
    private static void learn(TestingGateway gateway, HttpProtocol protocol) {
        assertThat(ask(gateway, protocol)).asString().endsWith("MISS text");
        assertThat(ask(gateway, protocol)).asString().endsWith("HIT text");
        Waits.until(() -> seenByFramework(gateway) == 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP11", "H2C"})
    void hitsAreAnsweredBeforeTheFrameworkWhereverTheyWereLearned(HttpProtocol learned) {
        TestingGateway both = open();
        learn(both, learned);
        assertThat(ask(both, HttpProtocol.H2C)).hasToString("HTTP/2.0 HIT text");
        assertThat(ask(both, HttpProtocol.HTTP11)).hasToString("HTTP/1.1 HIT text");
        assertThat(origin.count("/a")).isEqualTo(1);
        // Whatever goes the long way is counted a moment after its answer: this one is counted last.
        both.send("GET", "/counted-last", null);
        Waits.until(() -> seenByFramework(both) >= 3);
        assertThat(seenByFramework(both)).isEqualTo(3);
    }

    @Test
    void aHitSaysWhatTheLongWaySays() {
        TestingGateway both = open();
        learn(both, HttpProtocol.H2C);
        TreeSet<String> direct = ask(both, HttpProtocol.H2C).fields();
        assertThat(seenByFramework(both)).isEqualTo(2);
        TestingGateway ordinary = open("tideline.cache.direct-hits=0B");
        ask(ordinary, HttpProtocol.H2C);
        assertThat(direct).isEqualTo(ask(ordinary, HttpProtocol.H2C).fields()).contains("link: <b>", "link: <c>");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP11", "H2"})
    void soAreTheyWhereTlsSaysWhichOfTheTwoIsSpoken(HttpProtocol spoken, @TempDir Path directory) throws Exception {
        Path keys = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "gateway",
                        "-dname",
                        "CN=127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        keys.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        TestingGateway secured = open("server.ssl.key-store=" + keys, "server.ssl.key-store-password=changeit");
        learn(secured, spoken);
        for (int i = 0; i < 3; i++) {
            assertThat(ask(secured, spoken)).asString().endsWith("HIT text");
        }
        assertThat(seenByFramework(secured)).isEqualTo(2);
        assertThat(origin.count("/a")).isEqualTo(1);
    }

    @Test
    void aConnectionMayChangeToHttp2() throws Exception {
        TestingGateway both = open();
        try (java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_2)
                .build()) {
            for (int i = 0; i < 4; i++) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + both.port() + "/a"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
                assertThat(answer.body()).isEqualTo("text");
            }
        }
        assertThat(origin.count("/a")).isEqualTo(1);
    }
}
