package dev.tideline.invalidation.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One tab of {@link TestingBrowser}. What is asked of it that is not so yet is waited for, up to a minute. */
final class TestingPage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JsonMapper json = JsonMapper.shared();
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;

    TestingPage(URI devTools) {
        socket = http.newWebSocketBuilder().buildAsync(devTools, new Listener()).join();
        call("Page.enable", Map.of());
        call("Runtime.enable", Map.of());
        call("Log.enable", Map.of());
    }

    /** Errors that a developer would see in the browser's console; refusals by status are none. */
    List<String> complaints() {
        return complaints;
    }

    JsonNode call(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, answer);
        socket.sendText(json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(method, failed);
        }
    }

    void go(String url) {
        call("Page.navigate", Map.of("url", url));
        until("document.readyState === 'complete' && location.href.startsWith('" + url + "')");
    }

    /** The value of a JavaScript expression. */
    JsonNode eval(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer);
        }
        return answer.path("result").path("value");
    }

    void until(String condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isTrue(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s for " + condition + "; the page says: "
                        + eval("document.body.innerText").stringValue(""));
            }
            pause(50);
        }
    }

    /** False as well while a page that is being left answers nothing. */
    private boolean isTrue(String condition) {
        return call("Runtime.evaluate", Map.of("expression", "!!(" + condition + ")", "returnByValue", true))
                .path("result")
                .path("value")
                .booleanValue(false);
    }

    void untilShown(String selector, String text) {
        until(visible(selector) + " && " + one(selector) + ".innerText.includes(" + quoted(text) + ")");
    }

    void click(String selector) {
        until(visible(selector) + " && !" + one(selector) + ".disabled");
        eval(one(selector) + ".click()");
    }

    void fill(String selector, String text) {
        until(visible(selector));
        eval(one(selector) + ".focus()");
        call("Input.insertText", Map.of("text", text));
    }

    void choose(String selector, String value) {
        eval("(e => { e.value = " + quoted(value) + "; e.dispatchEvent(new Event('change')) })(" + one(selector) + ")");
    }

    /** Enter, Tab or Escape. */
    void press(String key, int code) {
        String text = key.equals("Enter") ? "\r" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type",
                            type,
                            "key",
                            key,
                            "code",
                            key,
                            "windowsVirtualKeyCode",
                            code,
                            "text",
                            type.equals("keyDown") ? text : ""));
        }
    }

    void prefers(String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void size(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void screenshot(Path file) {
        byte[] png = Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png"))
                        .path("data")
                        .stringValue("")
                        .getBytes(UTF_8));
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String visible(String selector) {
        return one(selector) + "?.checkVisibility()";
    }

    private static String one(String selector) {
        return "document.querySelector(" + quoted(selector) + ")";
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    private void hear(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> call = calls.remove(message.path("id").intValue());
            if (call != null) {
                JsonNode error = message.path("error");
                boolean _ = error.isMissingNode()
                        ? call.complete(message.path("result"))
                        : call.completeExceptionally(new IOException(error.toString()));
            }
            return;
        }
        String told = message.path("params").toString();
        boolean wrong =
                switch (message.path("method").stringValue("")) {
                    case "Runtime.exceptionThrown" -> true;
                    case "Runtime.consoleAPICalled" -> told.contains("\"type\":\"error\"");
                    case "Log.entryAdded" -> told.contains("\"level\":\"error\"") && !told.contains("status of 40");
                    default -> false;
                };
        if (wrong) {
            complaints.add(told);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                hear(json.readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        call("Page.close", Map.of());
        socket.abort();
        http.shutdownNow();
    }
}
