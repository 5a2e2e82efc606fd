package dev.tideline.invalidation.api;

import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a purge request. Pure; malformed input is a value that says what is wrong and where. */
final class PurgeOrderParser {

    /** What became of a body. */
    sealed interface Parsed {}

    record Accepted(PurgeOrder order) implements Parsed {}

    record Rejected(List<Fault> faults) implements Parsed {}

    /** @param pointer JSON Pointer (RFC 6901) to what is wrong; empty for the whole body */
    record Fault(String pointer, String detail) {}

    private static final int MAX_FAULTS = 20;
    private static final int MAX_URL = 2_048;
    private static final int MAX_SEGMENTS = 64;
    private static final Set<String> MEMBERS =
            Set.of("urls", "keys", "tags", "prefixes", "everything", "mode", "regions");
    private static final Pattern URL = Pattern.compile("(https?://[^/?#\\s]+)?/[\\x21-\\x22\\x24-\\x7e]*");
    private static final Pattern TAG = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,256}");
    private static final Pattern PREFIX = Pattern.compile("/[\\x21-\\x22\\x24-\\x3e\\x40-\\x7e]*");
    private static final Pattern DOTS = Pattern.compile("/(\\.|%2e){1,2}(/|$)", Pattern.CASE_INSENSITIVE);

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final int maxScopes;
    private final Set<String> regions;

    /** @param regions that there are; empty if any name is one */
    PurgeOrderParser(int maxScopes, Set<String> regions) {
        this.maxScopes = maxScopes;
        this.regions = Set.copyOf(regions);
    }

    Parsed parse(byte[] body) {
        JsonNode tree;
        try {
            tree = mapper.readTree(body);
        } catch (JacksonException malformed) {
            return new Rejected(List.of(new Fault("", "is not JSON, or names a member twice")));
        }
        if (!tree.isObject()) {
            return new Rejected(List.of(new Fault("", "must be an object")));
        }
        Reading reading = new Reading();
        PurgeOrder order = reading.order(tree);
        return reading.faults.isEmpty() ? new Accepted(order) : new Rejected(reading.faults);
    }

    private final class Reading {
        private final List<Fault> faults = new ArrayList<>();
        private final Set<Scope> scopes = new LinkedHashSet<>();
        private int named;

        private PurgeOrder order(JsonNode tree) {
            tree.propertyNames().stream()
                    .filter(name -> !MEMBERS.contains(name))
                    .forEach(name -> fault("/" + escaped(name), "is not known; known are " + known()));
            scopes(tree, "urls", PurgeOrderParser::url, "a path, or an http or https URL, without fragment");
            scopes(tree, "keys", PurgeOrderParser::key, "<collection>/<id>");
            scopes(tree, "tags", PurgeOrderParser::tag, "1 to 256 visible ASCII characters without comma");
            scopes(tree, "prefixes", PurgeOrderParser::prefix, "a path without dot segments or query");
            everything(tree);
            if (named > maxScopes) {
                fault("", "names " + named + " scopes; at most " + maxScopes + " are allowed");
            }
            if (named == 0 && faults.isEmpty()) {
                fault("", "names nothing to purge");
            }
            return new PurgeOrder(List.copyOf(scopes), mode(tree), regions(tree));
        }

        private void everything(JsonNode tree) {
            JsonNode everything = tree.path("everything");
            if (everything.isMissingNode() || (everything.isBoolean() && !everything.booleanValue())) {
                return;
            }
            if (!everything.isBoolean()) {
                fault("/everything", "must be true or false");
            } else if (named > 0) {
                fault("/everything", "stands alone");
            }
            named++;
            scopes.add(new Scope.Everything());
        }

        private void scopes(JsonNode tree, String member, Function<String, Optional<Scope>> read, String rule) {
            JsonNode list = tree.path(member);
            if (!list.isMissingNode() && !list.isArray()) {
                fault("/" + member, "must be an array of strings");
                return;
            }
            int index = 0;
            for (JsonNode one : list) {
                Optional<Scope> scope = one.isString() ? read.apply(one.stringValue()) : Optional.empty();
                if (scope.isEmpty()) {
                    fault("/" + member + "/" + index, "must be " + rule);
                }
                scope.ifPresent(scopes::add);
                named++;
                index++;
            }
        }

        private Mode mode(JsonNode tree) {
            JsonNode mode = tree.path("mode");
            if (mode.isMissingNode() || (mode.isString() && mode.stringValue().equals("hard"))) {
                return Mode.HARD;
            }
            if (!mode.isString() || !mode.stringValue().equals("soft")) {
                fault("/mode", "must be hard or soft");
            }
            return Mode.SOFT;
        }

        private Set<String> regions(JsonNode tree) {
            JsonNode list = tree.path("regions");
            Set<String> named = new LinkedHashSet<>();
            if (!list.isMissingNode() && (!list.isArray() || list.isEmpty() || list.size() > 100)) {
                fault("/regions", "must be an array of 1 to 100 regions; leave it out for all");
                return named;
            }
            int index = 0;
            for (JsonNode one : list) {
                String region = one.isString() ? one.stringValue() : "";
                if (region.isEmpty() || region.length() > 63 || !(regions.isEmpty() || regions.contains(region))) {
                    fault("/regions/" + index, regions.isEmpty() ? "must be a region" : "must be one of " + regions);
                }
                named.add(region);
                index++;
            }
            return named;
        }

        private void fault(String pointer, String detail) {
            if (faults.size() < MAX_FAULTS) {
                faults.add(new Fault(pointer, detail));
            }
        }
    }

    private static String known() {
        return String.join(", ", MEMBERS.stream().sorted().toList());
    }

    private static String escaped(String name) {
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        return shown.replace("~", "~0").replace("/", "~1");
    }

    private static Optional<Scope> url(String text) {
        return text.length() <= MAX_URL && URL.matcher(text).matches()
                ? Optional.of(new Scope.Url(text))
                : Optional.empty();
    }

    private static Optional<Scope> key(String text) {
        return text.length() > 400 ? Optional.empty() : ResourceKey.parse(text).map(key -> new Scope.Resource(key, 0));
    }

    private static Optional<Scope> tag(String text) {
        return TAG.matcher(text).matches() ? Optional.of(new Scope.Tag(text)) : Optional.empty();
    }

    /** Dot segments are refused: what looks narrow would be resolved to something wide. */
    private static Optional<Scope> prefix(String text) {
        boolean right = text.length() <= MAX_URL
                && PREFIX.matcher(text).matches()
                && !DOTS.matcher(text).find()
                && text.chars().filter(c -> c == '/').count() <= MAX_SEGMENTS;
        return right ? Optional.of(new Scope.Prefix(text)) : Optional.empty();
    }
}
