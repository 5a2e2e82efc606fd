package dev.tideline.gateway.placement;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parameter {@code home} of a list's query: whose list is asked for where each record has its own home. */
final class HomeQuery {

    private static final String NAME = "home";

    private HomeQuery() {}

    /**
     * The home that is asked for; empty where the query does not say. Said twice, it is what no home is called.
     *
     * @param query percent-encoded; null where there is none
     */
    static Optional<String> home(@Nullable String query) {
        List<String> values = parameters(query)
                .filter(HomeQuery::isHome)
                .map(parameter ->
                        decoded(parameter.substring(Math.min(parameter.indexOf('=') + 1, parameter.length()))))
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
    }

    /** The query with this home in it, in one form however the home was asked for: so one list has one key. */
    static String with(@Nullable String query, String home) {
        return Stream.concat(parameters(query).filter(parameter -> !isHome(parameter)), Stream.of(NAME + '=' + home))
                .collect(Collectors.joining("&"));
    }

    private static Stream<String> parameters(@Nullable String query) {
        return query == null
                ? Stream.empty()
                : Arrays.stream(query.split("&", -1)).filter(one -> !one.isEmpty());
    }

    private static boolean isHome(String parameter) {
        int end = parameter.indexOf('=');
        return decoded(end < 0 ? parameter : parameter.substring(0, end)).equals(NAME);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
