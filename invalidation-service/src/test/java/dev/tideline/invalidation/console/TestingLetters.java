package dev.tideline.invalidation.console;

import dev.tideline.invalidation.console.TestingWriteProcessor.Answer;
import dev.tideline.invalidation.console.TestingWriteProcessor.Asked;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A write-processor with dead letters, at first three of them, 7 to 9, and a queue. */
final class TestingLetters implements AutoCloseable {

    private static final String CONFIRM = "1-abc";

    private final TestingWriteProcessor processor = new TestingWriteProcessor();
    private final JsonMapper json = JsonMapper.shared();
    private final Map<Long, String> open = new ConcurrentSkipListMap<>();
    private final List<Long> replayed = new CopyOnWriteArrayList<>();
    private final Map<Long, String> discarded = new ConcurrentSkipListMap<>();
    private int waiting;

    TestingLetters() {
        processor.answerBy(this::answer);
        reset();
    }

    void reset() {
        replayed.clear();
        discarded.clear();
        open.clear();
        open.putAll(Map.of(7L, "products/p17", 8L, "prices/lamp", 9L, "customers/c4"));
    }

    /** More of them, from 10 on. */
    void add(int letters) {
        for (long id = 10; id < 10 + letters; id++) {
            open.put(id, "products/p" + id);
        }
    }

    /** Closed by somebody else. */
    void close(long id) {
        open.remove(id);
    }

    String url() {
        return processor.url();
    }

    List<Long> replayed() {
        return replayed;
    }

    Map<Long, String> discarded() {
        return discarded;
    }

    private Answer answer(Asked asked) {
        String line = asked.line();
        if (line.startsWith("GET /queue")) {
            // Something for the chart.
            waiting = (waiting * 7 + 13) % 40;
            return say(Map.of(
                    "waiting",
                    waiting,
                    "parked",
                    1,
                    "letters",
                    open.isEmpty() ? Map.of() : Map.of("sql-22P05", open.size()),
                    "partitions",
                    List.of(0, 1, 2, 3)));
        }
        if (line.startsWith("GET /dead-letters?")) {
            return page(UriComponentsBuilder.fromUriString(line.substring("GET ".length()))
                    .build()
                    .getQueryParams()
                    .toSingleValueMap());
        }
        if (line.startsWith("GET /dead-letters/")) {
            Map<String, Object> letter = letter(Long.parseLong(line.substring(line.lastIndexOf('/') + 1)));
            letter.put("value", "{\"name\":\"\\u0000\"}");
            return say(letter);
        }
        return act(line.endsWith("/replay"), json.readTree(asked.body()));
    }

    private Answer page(Map<String, String> query) {
        long after = Long.parseLong(query.getOrDefault("after", "0"));
        int limit = Integer.parseInt(query.getOrDefault("limit", "200"));
        List<Long> rest = open.keySet().stream().filter(id -> id > after).toList();
        List<Object> letters =
                rest.stream().limit(limit).<Object>map(this::letter).toList();
        return say(
                rest.size() > limit
                        ? Map.of("letters", letters, "next", "/dead-letters?after=" + rest.get(limit - 1))
                        : Map.of("letters", letters));
    }

    private Answer act(boolean replay, JsonNode request) {
        long id = request.path("letters").path(0).longValue(0);
        if (!request.has("confirm")) {
            return say(Map.of("dryRun", true, "count", 1, "letters", List.of(letter(id)), "confirm", CONFIRM));
        }
        open.remove(id);
        if (replay) {
            replayed.add(id);
        } else {
            discarded.put(id, request.path("reason").stringValue(""));
        }
        return say(Map.of(replay ? "replayed" : "discarded", 1));
    }

    private Map<String, Object> letter(long id) {
        return new TreeMap<>(Map.of(
                "id",
                id,
                "state",
                "open",
                "cause",
                "sql-22P05",
                "detail",
                "unsupported Unicode escape sequence: \\u0000 cannot be converted to text",
                "tries",
                5,
                "position",
                "3:" + (4700 + id),
                "resource",
                open.getOrDefault(id, "gone"),
                "failedAt",
                Instant.parse("2026-01-05T10:00:00Z").plusSeconds(60 * id).toString()));
    }

    private Answer say(Map<String, ?> document) {
        return Answer.json(json.writeValueAsString(document));
    }

    @Override
    public void close() {
        processor.close();
    }
}
