package dev.tideline.invalidation.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.invalidation.TestingKafka;
import dev.tideline.invalidation.TestingService;
import dev.tideline.invalidation.fleet.FleetFeed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the console is served, without a browser; the test plays write-processor. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class ConsoleIT {

    private static final TestingWriteProcessor PROCESSOR = new TestingWriteProcessor();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        TestingService.kafka(registry);
        registry.add("tideline.console.write-processor-url", PROCESSOR::url);
        registry.add("tideline.console.timeout", () -> "30s");
        TestingService.token(registry, 0, "operator", "purge,purge-all,read,replay");
        TestingService.token(registry, 1, "reader", "read");
        TestingService.token(registry, 2, "purger", "purge");
    }

    @LocalServerPort
    int port;

    @Autowired
    FleetFeed feed;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void forget() {
        PROCESSOR.requests().clear();
    }

    @AfterAll
    static void stop() {
        PROCESSOR.close();
    }

    @Test
    void thePageAndAllItNamesAreServedToAnybodyAndNothingElseMayRunInIt() {
        HttpResponse<String> page = send(request("nobody", "/console/"));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).startsWith("text/html");
        assertThat(page.body())
                .doesNotContain("<style")
                .doesNotContainPattern("\\son[a-z]+=")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("http:")
                .doesNotContain("https:");
        List<String> named = Pattern.compile("(?:src|href)=\"([^\"#]+)\"")
                .matcher(page.body())
                .results()
                .map(name -> name.group(1))
                .distinct()
                .toList();
        assertThat(named).hasSize(5);
        named.forEach(this::isServed);
        List.of("api.js", "charts.js", "dom.js", "explain.js", "fleet.js", "purge.js", "sure.js", "writes.js")
                .forEach(this::isServed);
    }

    private void isServed(String name) {
        HttpResponse<String> file =
                send(request("nobody", URI.create("/console/").resolve(name).toString()));
        String kind = name.substring(name.lastIndexOf('.') + 1);
        assertThat(file.statusCode()).as(name).isEqualTo(200);
        assertThat(header(file, "Content-Type"))
                .contains(Map.of("js", "javascript", "css", "text/css", "svg", "svg")
                        .getOrDefault(kind, "none"));
        assertThat(header(file, "Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(file, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(file, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(file.body()).as(name).doesNotContain("token-of-").doesNotContain(PROCESSOR.url());
    }

    @Test
    void theServicesDoorLeadsThere() {
        HttpResponse<String> door = send(request("nobody", "/"));

        assertThat(door.statusCode()).isEqualTo(302);
        assertThat(URI.create(header(door, "Location")).getPath()).isEqualTo("/console/");
    }

    @Test
    void whoSignsInIsToldTheirRoles() {
        assertThat(send(request("operator", "/console/api/me")).body())
                .isEqualTo("{\"name\":\"operator\",\"roles\":[\"purge\",\"purge-all\",\"read\",\"replay\"],"
                        + "\"writeProcessor\":true}");
        assertThat(send(request("nobody", "/console/api/me")).statusCode()).isEqualTo(401);
    }

    @Test
    void anInstancesStalenessIsReckonedFromWhatItHasAppliedOfTheLog() {
        TestingKafka.until(feed::knowsTheFleet);
        try (TestingFleet _ = new TestingFleet(feed)) {
            TestingKafka.until(
                    () -> send(request("reader", "/fleet")).body().matches(".*\"eu-1\".*\"stalenessMs\":[0-9]+[,}].*"));
        }
    }

    @Test
    void theCallersTokenGoesToWriteProcessorAndNothingElseOfTheRequest() {
        HttpResponse<String> list =
                send(request("operator", "/console/api/dead-letters?cause=a%26b&after=7&limit=50&state=discarded")
                        .header("Cookie", "session=secret")
                        .header("X-Forwarded-For", "203.0.113.7"));

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).isEqualTo("{\"asked\":\"/dead-letters?cause=a%26b&after=7&limit=50\"}");
        assertThat(header(list, "Cache-Control")).isEqualTo("no-store");
        assertThat(list.headers().map()).doesNotContainKey("set-cookie");
        TestingWriteProcessor.Asked asked = PROCESSOR.requests().getFirst();
        assertThat(asked.headers()).containsEntry("Authorization", "Bearer token-of-operator");
        assertThat(asked.headers().keySet())
                .isSubsetOf("Authorization", "Accept", "Host", "User-agent", "Connection", "Content-length", "Upgrade");
    }

    @Test
    void aReplayIsPassedOnWithItsBodyAndARefusalComesBackAsItIs() {
        PROCESSOR.answer(403, "application/problem+json", "{\"title\":\"Not with this role\"}");

        HttpResponse<String> refused = send(post("operator", "/console/api/dead-letters/replay", "{\"all\":true}"));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.body()).isEqualTo("{\"title\":\"Not with this role\"}");
        assertThat(PROCESSOR.requests().getFirst().body()).isEqualTo("{\"all\":true}");
        assertThat(PROCESSOR.requests().getFirst().line()).isEqualTo("POST /dead-letters/replay");
    }

    @Test
    void whatIsNoJsonIsNotPassedOn() {
        PROCESSOR.answer(200, "text/html", "<script>alert(1)</script>");

        HttpResponse<String> answer = send(request("operator", "/console/api/queue"));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("write-processor-away").doesNotContain("script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/api/actuator/env",
                "/console/api/dead-letters/..%2f..%2factuator",
                "/console/api/dead-letters/%2e%2e/actuator",
                "/console/api/dead-letters/1/2",
                "/console/api/dead-letters/x",
                "/console/api/http://elsewhere/",
                "/console/api/"
            })
    void noOtherPathReachesIt(String path) {
        assertThat(send(request("operator", path)).statusCode()).isBetween(400, 499);
        assertThat(PROCESSOR.requests()).isEmpty();
    }

    @Test
    void whoMayNotIsRefusedBeforeAnythingIsAsked() {
        assertThat(send(request("nobody", "/console/api/queue")).statusCode()).isEqualTo(401);
        assertThat(send(request("purger", "/console/api/queue")).statusCode()).isEqualTo(403);
        assertThat(send(request("reader", "/console/api/dead-letters/1")).statusCode())
                .isEqualTo(403);
        assertThat(send(post("reader", "/console/api/dead-letters/replay", "{}"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(post("reader", "/console/api/dead-letters/discard", "{}"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(post("operator", "/console/api/dead-letters/discard", "x".repeat(70_000)))
                        .statusCode())
                .isEqualTo(413);
        assertThat(PROCESSOR.requests()).isEmpty();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private HttpRequest.Builder request(String caller, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer token-of-" + caller);
    }

    private HttpRequest.Builder post(String caller, String path, String body) {
        return request(caller, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
