package dev.tideline.gateway.subject;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.gateway.subject.SubjectKeys.Away;
import dev.tideline.gateway.subject.SubjectKeys.Erased;
import dev.tideline.gateway.subject.SubjectKeys.Held;
import dev.tideline.gateway.subject.SubjectKeys.Known;
import dev.tideline.gateway.subject.SubjectKeys.None;
import dev.tideline.placement.View;
import dev.tideline.settings.WrongSetting;
import dev.tideline.subjects.BrokenSealException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Gateways and one origin that keeps keys as origin-service does: the first of each subject, and none of an erased one. */
class SubjectKeysTest {

    private static final String MASTER = "A".repeat(43) + "=";
    private static final byte[] PLACE = "place".getBytes(UTF_8);

    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private final List<String> erased = Collections.synchronizedList(new ArrayList<>());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable String instead;
    private DisposableServer server;

    @BeforeEach
    void start() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/subject-keys/{id}", (request, response) -> answer(request, "", response))
                        .put(
                                "/subject-keys/{id}",
                                (request, response) -> request.receive()
                                        .aggregate()
                                        .asString()
                                        .flatMap(body -> answer(request, body, response))))
                .bindNow();
    }

    private Mono<Void> answer(HttpServerRequest request, String offered, HttpServerResponse response) {
        String subject = Objects.requireNonNull(request.param("id"));
        asked.add(request.method() + " " + subject + " for "
                + request.requestHeaders().get(View.HEADER));
        if (!offered.isEmpty() && !erased.contains(subject)) {
            kept.putIfAbsent(subject, offered);
        }
        String document = instead == null ? kept.get(subject) : instead;
        if (erased.contains(subject)) {
            return response.status(410).send();
        }
        return document == null
                ? response.sendNotFound()
                : response.sendString(Mono.just(document)).then();
    }

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    private URI home() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private static SubjectKeys gateway(String master) {
        return new SubjectKeys(
                HttpClient.create(),
                "eu",
                new SubjectSettings(master, Duration.ofMinutes(5), 100, Duration.ofSeconds(5)));
    }

    private static SubjectKeys gateway() {
        return gateway(MASTER);
    }

    private static Held held(Mono<Known> known) {
        assertThat(known.block()).isInstanceOf(Held.class);
        return (Held) Objects.requireNonNull(known.block());
    }

    @Test
    void aKeyThatOneGatewayMadeIsEveryGateways() throws BrokenSealException {
        assertThat(gateway().find(home(), "anna").block()).isEqualTo(new None());
        byte[] sealed = held(gateway().obtain(home(), "anna")).key().seal("hello".getBytes(UTF_8), PLACE);

        assertThat(held(gateway().obtain(home(), "anna")).key().open(sealed, PLACE))
                .isEqualTo("hello".getBytes(UTF_8));
        assertThat(held(gateway().find(home(), "anna")).key().open(sealed, PLACE))
                .isEqualTo("hello".getBytes(UTF_8));
        assertThat(asked).contains("GET anna for eu", "PUT anna for eu");
    }

    @Test
    void aKnownKeyIsNotAskedForAgainAndServesWhileTheOriginIsAway() {
        SubjectKeys gateway = gateway();
        held(gateway.obtain(home(), "anna"));
        int questions = asked.size();
        server.disposeNow();

        held(gateway.obtain(home(), "anna"));
        held(gateway.find(home(), "anna"));
        assertThat(asked).hasSize(questions);
        assertThat(gateway.find(home(), "ben").block()).isInstanceOf(Away.class);
        assertThat(gateway.obtain(home(), "ben").block()).isInstanceOf(Away.class);
    }

    @Test
    void anErasedSubjectIsToldFromOneThatWasNeverThere() {
        erased.add("cleo");
        assertThat(gateway().obtain(home(), "cleo").block()).isEqualTo(new Erased());
        assertThat(gateway().find(home(), "cleo").block()).isEqualTo(new Erased());
        assertThat(gateway().find(home(), "dora").block()).isEqualTo(new None());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "{\"key\": 7}", "{\"key\": \"%\"}", "{\"key\": \"c2hvcnQ=\"}"})
    void anAnswerThatIsNoKeyIsAsGoodAsNone(String answer) {
        instead = answer;
        assertThat(gateway().find(home(), "ed").block()).isInstanceOf(Away.class);
    }

    @Test
    void aKeyUnderAnotherMasterKeyIsOfNoUse() {
        held(gateway().obtain(home(), "flo"));
        assertThat(gateway("B".repeat(42) + "A=").obtain(home(), "flo").block())
                .isEqualTo(new Away("its key was wrapped under another master key"));
    }

    @Test
    void aMasterKeyThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> gateway("secret"))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("tideline.subjects.master-key")
                .hasMessageNotContaining("secret");
    }
}
