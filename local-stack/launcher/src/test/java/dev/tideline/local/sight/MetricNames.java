package dev.tideline.local.sight;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of metrics: as documented, as exposed, and as an expression of Prometheus uses them. */
public final class MetricNames {

    private static final Pattern CELL = Pattern.compile("`([a-z0-9_]+)`");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) ");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern NOT_NAMES = Pattern.compile(
            "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)"
                    + "|\\b[a-z_]+(?=\\s*(?:by\\s*|without\\s*)?\\()|\\b(?:and|or|unless|bool|offset)\\b|\\b[0-9][0-9.e]*\\b");
    private static final Pattern SERIES = Pattern.compile("_(?:bucket|count|sum|max)$");

    private MetricNames() {}

    /** Those of docs/metrics.md: the first cell of each row. */
    public static Set<String> documented(Path root) throws IOException {
        return Files.readAllLines(root.resolve("docs/metrics.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1, line.indexOf('|', 1)))
                .flatMap(cell -> CELL.matcher(cell).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those a service exposes. The longest time of a timer belongs to the timer. */
    public static Set<String> exposed(URI prometheus) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String text = client.send(HttpRequest.newBuilder(prometheus).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            Set<String> names = TYPE.matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            names.removeIf(name -> name.endsWith("_max") && names.contains(name.substring(0, name.length() - 4)));
            return names;
        }
    }

    /** Those in an expression that are none of {@code known}, nor a series of one of them. */
    static Set<String> unknown(String expression, Collection<String> known) {
        return NAME.matcher(NOT_NAMES.matcher(expression).replaceAll(" "))
                .results()
                .map(found -> found.group())
                .filter(name -> !known.contains(name)
                        && !known.contains(SERIES.matcher(name).replaceFirst("")))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
