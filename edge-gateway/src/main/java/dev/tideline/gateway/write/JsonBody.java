package dev.tideline.gateway.write;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a body is as JSON. */
sealed interface JsonBody {

    /** One JSON value that Postgres can keep as {@code jsonb}. */
    record Read(String text, JsonNode tree) implements JsonBody {}

    /**
     * It is not JSON, or is nested too deep to be read.
     *
     * @param line from 1; 0 where the place is not known, and the column too
     */
    record Malformed(String detail, long line, long column) implements JsonBody {}

    /** It is JSON, of a kind that cannot be stored. */
    record Unacceptable(List<Violation> violations) implements JsonBody {}

    /** Reads bodies; safe for use by many threads. */
    final class Reader {

        private static final int MAX_NUMBER_LENGTH = 100;
        private static final int MAX_NAME_LENGTH = 1000;
        private static final int MAX_EXPONENT = 308;
        private static final int MAX_DETAIL = 200;

        /** Where the parser repeats content. Problems travel further than documents may, so none has any. */
        private static final Pattern ECHOED = Pattern.compile("^(Unrecognized token) '[^']*'");

        private final JsonMapper mapper;

        /** @param maxDepth of arrays and objects inside each other */
        Reader(int maxDepth) {
            StreamReadConstraints constraints = StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build();
            JsonFactory factory = JsonFactory.builder()
                    .streamReadConstraints(constraints)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();
            this.mapper = JsonMapper.builder(factory)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();
        }

        JsonBody read(ByteBuffer bytes) {
            String text;
            try {
                text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            } catch (CharacterCodingException malformed) {
                return new Malformed("The body is not UTF-8.", 0, 0);
            }
            if (text.startsWith("\ufeff")) {
                return new Malformed("The body begins with a byte order mark (RFC 8259 section 8.1).", 1, 1);
            }
            try {
                JsonNode tree = mapper.readTree(text);
                if (tree.isMissingNode()) {
                    return new Malformed("The body is empty.", 1, 1);
                }
                List<Violation> violations = new ArrayList<>();
                walk(tree, "", violations);
                return violations.isEmpty() ? new Read(text, tree) : new Unacceptable(violations);
            } catch (StreamConstraintsException tooMuch) {
                return malformed(tooMuch);
            } catch (JacksonException | NumberFormatException malformed) {
                return malformed instanceof JacksonException known
                        ? malformed(known)
                        : new Malformed("A number has an exponent that is out of range.", 0, 0);
            }
        }

        private static Malformed malformed(JacksonException cause) {
            String message = String.valueOf(cause.getOriginalMessage())
                    .lines()
                    .findFirst()
                    .map(line -> ECHOED.matcher(line).replaceFirst("$1"))
                    .orElse("");
            String detail = message.length() > MAX_DETAIL ? message.substring(0, MAX_DETAIL) + "..." : message;
            TokenStreamLocation at = cause.getLocation();
            return at == null
                    ? new Malformed(detail, 0, 0)
                    : new Malformed(detail, Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0));
        }

        private static void walk(JsonNode node, String pointer, List<Violation> violations) {
            if (node.isObject()) {
                node.properties().forEach(member -> {
                    String child = Violation.child(pointer, member.getKey());
                    text(member.getKey(), "The name of this member", pointer, violations);
                    walk(member.getValue(), child, violations);
                });
            } else if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    walk(node.get(i), pointer + '/' + i, violations);
                }
            } else if (node.isString()) {
                text(node.stringValue(), "This string", pointer, violations);
            } else if (node.isNumber()) {
                number(node.decimalValue(), pointer, violations);
            }
        }

        private static void text(String text, String what, String pointer, List<Violation> violations) {
            if (text.indexOf('\0') >= 0) {
                violations.add(Violation.at(pointer, what + " contains \\u0000, which cannot be stored."));
            } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                violations.add(Violation.at(pointer, what + " contains half of a surrogate pair."));
            }
        }

        /** RFC 8259 section 6: what is beyond a double does not interoperate; beyond numeric's scale is not storable. */
        private static void number(BigDecimal number, String pointer, List<Violation> violations) {
            if (Math.abs((long) number.precision() - number.scale() - 1) > MAX_EXPONENT
                    || Math.abs((long) number.scale()) > MAX_EXPONENT + MAX_NUMBER_LENGTH) {
                violations.add(Violation.at(pointer, "This number is out of range: its exponent exceeds 308."));
            }
        }
    }
}
