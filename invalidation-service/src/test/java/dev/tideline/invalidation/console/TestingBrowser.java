package dev.tideline.invalidation.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** This machine's Chromium without a window, spoken to by its DevTools protocol; nothing is downloaded. */
final class TestingBrowser implements AutoCloseable {

    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final String READY = "DevTools listening on ";

    private final Path profile;
    private final Process process;
    private final URI devTools;

    private TestingBrowser(Path program) throws Exception {
        profile = Files.createTempDirectory("console-browser");
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        CompletableFuture<URI> told = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> listen(told));
        devTools = told.get(60, TimeUnit.SECONDS);
    }

    /** Reads on after the address was told, or a full pipe would stop the browser. */
    private void listen(CompletableFuture<URI> told) {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines()
                    .filter(line -> line.startsWith(READY))
                    .forEach(line -> told.complete(URI.create(line.substring(READY.length()))));
        } catch (IOException ended) {
            told.completeExceptionally(ended);
        }
        told.completeExceptionally(new IOException("Chromium ended"));
    }

    static Optional<Path> program() {
        return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    static TestingBrowser start(Path program) throws Exception {
        return new TestingBrowser(program);
    }

    /** A new tab, with a session storage of its own. */
    TestingPage open() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI create = URI.create("http://" + devTools.getAuthority() + "/json/new?about:blank");
            HttpRequest request =
                    HttpRequest.newBuilder(create).PUT(BodyPublishers.noBody()).build();
            JsonNode page = JsonMapper.shared()
                    .readTree(http.send(request, BodyHandlers.ofString()).body());
            String address = page.path("webSocketDebuggerUrl").stringValue("");
            assertThat(address).startsWith("ws://");
            return new TestingPage(URI.create(address));
        }
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        FileSystemUtils.deleteRecursively(profile);
    }
}
