package dev.tideline.writer.decide;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON document as its text, its tree, or both: most writes replace a document whose tree nobody looks at, so each form
 * is made when first asked for. Belongs to one thread.
 */
public final class Document {

    // Decimals as they were written: a price must not come back as a binary fraction.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private @Nullable String text;
    private @Nullable JsonNode tree;

    private Document(@Nullable String text, @Nullable JsonNode tree) {
        this.text = text;
        this.tree = tree;
    }

    /** A document from text that is known to be JSON; see {@link #parse} where it is not. */
    public static Document ofText(String text) {
        return new Document(text, null);
    }

    public static Document ofTree(JsonNode tree) {
        return new Document(null, tree);
    }

    /** A document from any text; null where it is not one JSON value. */
    public static @Nullable Document parse(String text) {
        try {
            return new Document(text, MAPPER.readTree(text));
        } catch (JacksonException malformed) {
            return null;
        }
    }

    public String text() {
        String known = text;
        if (known == null) {
            known = MAPPER.writeValueAsString(tree);
            text = known;
        }
        return known;
    }

    public JsonNode tree() {
        JsonNode known = tree;
        if (known == null) {
            known = MAPPER.readTree(text);
            tree = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return text();
    }
}
