package dev.tideline.invalidation.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.Scope;
import dev.tideline.invalidation.TestingKafka;
import dev.tideline.invalidation.TestingService;
import dev.tideline.invalidation.fleet.FleetFeed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * The console in Chromium, skipped on a machine that has none; the test plays the gateways and write-processor. With {@code
 * -Dtideline.screenshots=<folder>} it also takes the pictures of the documentation.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class ConsoleBrowserIT {

    private static final TestingLetters LETTERS = new TestingLetters();
    private static @Nullable TestingBrowser browser;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        TestingService.kafka(registry);
        // The test says itself who is there.
        registry.add("tideline.fleet.gone-after", () -> "2s");
        registry.add("tideline.fleet.forget-after", () -> "2s");
        registry.add("tideline.console.write-processor-url", LETTERS::url);
        TestingService.token(registry, 0, "operator", "purge,purge-all,read,replay");
        TestingService.token(registry, 1, "purger", "purge");
        TestingService.token(registry, 2, "reader", "read");
    }

    @BeforeAll
    static void launch() throws Exception {
        Optional<Path> chromium = TestingBrowser.program();
        assumeTrue(chromium.isPresent(), "there is no Chromium on this machine, so the console is not tested in one");
        browser = TestingBrowser.start(chromium.get());
    }

    @AfterAll
    static void quit() throws Exception {
        if (browser != null) {
            browser.close();
        }
        LETTERS.close();
    }

    @LocalServerPort
    int port;

    @Autowired
    FleetFeed feed;

    private TestingFleet fleet;
    private TestingPage page;

    @BeforeEach
    void open() throws Exception {
        LETTERS.reset();
        TestingKafka.until(feed::knowsTheFleet);
        fleet = new TestingFleet(feed);
        page = Objects.requireNonNull(browser).open();
        page.size(1280, 900);
        page.go("http://127.0.0.1:" + port + "/console/");
    }

    @AfterEach
    void close() {
        List<String> complaints = List.copyOf(page.complaints());
        page.close();
        fleet.close();
        assertThat(complaints).isEmpty();
    }

    private void signIn(String name) {
        page.fill("#token", "token-of-" + name);
        page.click("#sign-in button");
        page.untilShown("#session", "Sign out");
    }

    private void view(String name) {
        page.eval("location.hash = '" + name + "'");
        page.until("document.getElementById('" + name + "').checkVisibility()");
    }

    @Test
    void theFleetIsShownByRegionAndDrawn() {
        fleet.change("p1");
        signIn("operator");

        page.untilShown("#regions", "eu-1");
        page.untilShown("#regions", "us-1");
        page.untilShown("#regions", "90.0 %");
        page.until("document.querySelectorAll('#regions article').length === 2");
        page.until("document.querySelector('#tiles').innerText.match(/Staleness\\s+[0-9]/)");
        page.until("document.querySelector('#staleness canvas').ariaLabel.match(/eu [0-9]+, us [0-9]+/)");
        page.until("document.querySelector('#propagation canvas')");
    }

    @Test
    void aPurgesReceiptFillsInInstanceByInstance() {
        fleet.holdBack("eu-1", "us-1");
        signIn("operator");
        page.untilShown("#regions", "us-1");
        view("purge");
        page.choose("#by", "tags");
        page.fill("#values", "news");
        page.click("#purge-form button.main");

        page.untilShown("#receipt-state", "Waiting for eu-1, us-1");
        PurgeIssued purge = fleet.purged(new Scope.Tag("news"));
        fleet.letGo("eu-1", purge, 12);
        page.untilShown("#receipt-state", "Waiting for us-1");
        page.untilShown("#receipts", "12 ms");
        fleet.letGo("us-1", purge, 85);
        page.untilShown("#receipt-state", "Applied by every live instance");
        page.untilShown("#receipts", "85 ms");
        page.untilShown("#latest", "tag news");
    }

    @Test
    void aLetterIsShownReplayedAfterADryRunAndAnotherDiscardedWithAReason() {
        signIn("operator");
        view("writes");
        page.untilShown("#queue-tiles", "Open dead letters");
        page.untilShown("#letters", "products/p17");
        page.click("#show-7");
        page.untilShown("#sure", "written down");
        page.press("Escape", 27);
        page.until("!document.querySelector('#sure').open");

        page.click("#letter-7");
        page.click("#replay");
        page.untilShown("#sure", "Replay 1 letter?");
        page.untilShown("#sure", "7: products/p17");
        assertThat(LETTERS.replayed()).isEmpty();
        page.click("#sure-yes");
        page.untilShown("#letters-done", "Replayed 1.");
        page.until("!document.querySelector('#letters').innerText.includes('products/p17')");
        assertThat(LETTERS.replayed()).containsExactly(7L);

        page.click("#letter-8");
        page.click("#discard");
        page.click("#sure-yes");
        assertThat(LETTERS.discarded()).as("without a reason").isEmpty();
        page.fill("#reason", "sent twice");
        page.click("#sure-yes");
        page.untilShown("#letters-done", "Discarded 1.");
        assertThat(LETTERS.discarded()).containsExactly(Map.entry(8L, "sent twice"));
    }

    @Test
    void aLongListOfLettersIsTurnedPageByPageAndChoicesStay() {
        LETTERS.add(110);
        signIn("operator");
        view("writes");
        page.untilShown("#letters-page", "Page 1: letters 7 to 56");
        page.click("#letter-8");
        page.click("#letters-later");
        page.untilShown("#letters-page", "Page 2: letters 57 to 106");
        page.click("#letter-60");
        page.untilShown("#chosen", "2 chosen");
        page.click("#letters-later");
        page.untilShown("#letters-page", "Page 3: letters 107 to 119");
        page.until("document.querySelector('#letters-later').disabled");

        for (long id = 107; id < 120; id++) {
            LETTERS.close(id);
        }
        page.untilShown("#letters-page", "Page 2: letters 57 to 106");
        page.until("document.querySelector('#letter-60').checked");
        page.until("document.querySelector('#letters-later').disabled");
        page.click("#letters-earlier");
        page.untilShown("#letters-page", "Page 1: letters 7 to 56");
        page.untilShown("#chosen", "2 chosen");
        page.until("document.querySelector('#letters-earlier').disabled");
    }

    @Test
    void whoMayNotIsToldInWordsWhichRoleIsMissing() {
        signIn("purger");
        page.until("document.querySelector('#purge').checkVisibility()");
        page.choose("#by", "everything");
        page.click("#purge-form button.main");
        page.untilShown("#sure", "Purge everything?");
        page.click("#sure-yes");
        page.untilShown("#problem", "It needs the role purge-all.");
        view("writes");
        page.untilShown("#writes-away", "it needs the role read");
        page.click("#leave");

        signIn("reader");
        view("writes");
        page.click("#replay");
        page.untilShown("#problem", "It needs the role replay.");
        page.click("#leave");

        page.fill("#token", "guessed");
        page.click("#sign-in button");
        page.untilShown("#problem", "This token is not known here.");
        assertThat(page.eval("sessionStorage.length + localStorage.length").intValue())
                .isZero();
    }

    @Test
    void aUrlIsExplainedByCommandsThatCanBeCopied() {
        signIn("reader");
        view("explain");
        page.fill("#explain-url", "/api/products?q=it's");

        page.untilShown("#explain-gateway", "explain?url=%2Fapi%2Fproducts%3Fq%3Dit'\\''s'");
        page.untilShown("#explain-placement", "./tideline placement explain '/api/products?q=it'\\''s'");
        page.click("[data-copy]");
        page.until("document.querySelector('#copied').innerText");
    }

    @Test
    void theColoursFollowTheSystemUnlessOneIsChosen() {
        page.prefers("dark");
        page.until("getComputedStyle(document.body).backgroundColor === 'rgb(15, 20, 24)'");
        page.prefers("light");
        page.until("getComputedStyle(document.body).backgroundColor === 'rgb(246, 248, 249)'");
        page.choose("#theme", "dark");
        page.until("getComputedStyle(document.body).backgroundColor === 'rgb(15, 20, 24)'");
        page.eval("localStorage.clear()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fleet", "purge", "writes", "explain"})
    void onAPhoneAndByKeyboardNothingIsOutOfReach(String view) {
        page.size(360, 740);
        page.eval("document.querySelector('#token').focus()");
        page.call("Input.insertText", Map.of("text", "token-of-operator"));
        page.press("Enter", 13);
        page.untilShown("#session", "Sign out");
        view(view);
        page.untilShown("#" + view, "");
        page.until("document.querySelector('#regions').childElementCount > 0");

        assertThat(page.eval("Math.max(document.documentElement.scrollWidth, innerWidth)")
                        .intValue())
                .as("width that a phone needs")
                .isEqualTo(360);
        reachByTab("#views a[href='#writes']");
        page.press("Enter", 13);
        page.until("location.hash === '#writes'");
        view(view);
        for (JsonNode node : page.call("Accessibility.getFullAXTree", Map.of()).path("nodes")) {
            String role = node.path("role").path("value").stringValue("");
            if (List.of("button", "link", "textbox", "combobox", "checkbox", "radio")
                    .contains(role)) {
                assertThat(node.path("name").path("value").stringValue(""))
                        .as(node.toString())
                        .isNotBlank();
            }
        }
    }

    private void reachByTab(String selector) {
        String reached = "document.activeElement.matches(\"" + selector + "\")";
        for (int tabs = 0; tabs < 200 && !page.eval(reached).booleanValue(); tabs++) {
            page.press("Tab", 9);
        }
        assertThat(page.eval(reached).booleanValue()).as(selector).isTrue();
    }

    /** Pictures of the console at work, with a made-up fleet of four. */
    @Test
    @EnabledIfSystemProperty(named = "tideline.screenshots", matches = ".+")
    void pictures() {
        Path folder = Path.of(System.getProperty("tideline.screenshots", ""));
        fleet.join(new TestingFleet.Gateway("eu-2", "eu", "fra", 16));
        fleet.join(new TestingFleet.Gateway("ap-1", "ap", "sin", 188));
        signIn("operator");
        for (int i = 0; i < 40; i++) {
            fleet.change("p" + (i * 37 % 1000));
            TestingPage.pause(900);
        }
        page.size(1280, 940);
        page.screenshot(folder.resolve("console-fleet.png"));
        page.prefers("dark");
        TestingPage.pause(500);
        page.screenshot(folder.resolve("console-fleet-dark.png"));
        page.prefers("light");
        view("purge");
        page.choose("#by", "tags");
        page.fill("#values", "category:shoes");
        page.click("#purge-form button.main");
        page.untilShown("#receipt-state", "Applied by every live instance");
        TestingPage.pause(3_000);
        page.screenshot(folder.resolve("console-purge.png"));
        view("writes");
        TestingPage.pause(16_000);
        page.screenshot(folder.resolve("console-writes.png"));
        page.size(390, 844);
        view("fleet");
        TestingPage.pause(500);
        page.screenshot(folder.resolve("console-phone.png"));
    }
}
