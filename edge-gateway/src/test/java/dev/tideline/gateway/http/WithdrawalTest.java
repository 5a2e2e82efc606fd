package dev.tideline.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.gateway.config.GatewayProperties;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** A gateway that is told to stop goes on answering, and says with each answer that it was the last here. */
class WithdrawalTest {

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeEach
    void start() {
        origin = new TestingOrigin();
        origin.on("/hit", "kept", "Cache-Control", "max-age=600");
        origin.on("/miss", "kept", "Cache-Control", "no-store");
        gateway = TestingGateway.inFrontOf(origin);
    }

    @AfterEach
    void stop() {
        gateway.close();
        origin.close();
    }

    private static void ask(Socket client, String path) throws IOException {
        client.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(ISO_8859_1));
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\nkept")) {
            int next = in.read();
            assertThat(next).as("more than %s", text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        client.setSoTimeout(30_000);
        return client;
    }

    @Test
    void whoAsksMeanwhileIsAnsweredAndMovesOn() throws IOException {
        try (Socket before = client()) {
            for (int times = 0; times < 4; times++) {
                ask(before, "/hit");
                assertThat(answer(before.getInputStream())).doesNotContain("Connection: close");
            }

            gateway.bean(Withdrawal.class).stop(() -> {});

            for (String path : new String[] {"/hit", "/miss"}) {
                try (Socket after = client()) {
                    ask(after, path);
                    assertThat(answer(after.getInputStream())).containsIgnoringCase("\r\nConnection: close\r\n");
                    assertThat(after.getInputStream().read()).isEqualTo(-1);
                }
            }
            ask(before, "/hit");
            assertThat(answer(before.getInputStream())).containsIgnoringCase("\r\nConnection: close\r\n");
            assertThat(before.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aConnectionOfHttp2IsToldToo() {
        TestingGateway both = TestingGateway.inFrontOf(origin, "server.http2.enabled=true");
        AtomicInteger connections = new AtomicInteger();
        HttpClient client = HttpClient.create(ConnectionProvider.create("one", 1))
                .protocol(HttpProtocol.H2C)
                .doOnChannelInit((observer, channel, address) -> connections.incrementAndGet());
        for (int times = 0; times < 4; times++) {
            assertThat(ask(both, client)).isEqualTo("kept");
        }
        assertThat(connections).hasValue(1);

        both.bean(Withdrawal.class).stop(() -> {});

        assertThat(ask(both, client)).isEqualTo("kept");
        assertThat(connections).as("told with this answer, not before").hasValue(1);
        assertThat(ask(both, client)).isEqualTo("kept");
        assertThat(connections).hasValue(2);
        both.close();
    }

    private static String ask(TestingGateway gateway, HttpClient client) {
        return client.get()
                .uri("http://127.0.0.1:" + gateway.port() + "/hit")
                .responseContent()
                .aggregate()
                .asString()
                .block();
    }

    @Test
    void itTakesTheTimeItIsGivenAndIsTheFirstToStop() throws Exception {
        Withdrawal withdrawal = new Withdrawal(Duration.ofMillis(1), new DirectRoutes(new GatewayProperties()));
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        withdrawal.start();
        assertThat(withdrawal.isRunning()).isTrue();

        withdrawal.stop(() -> stopped.complete(withdrawal.isRunning()));

        assertThat(stopped.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(withdrawal.getPhase()).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
    }
}
