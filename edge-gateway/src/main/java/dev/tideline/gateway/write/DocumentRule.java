package dev.tideline.gateway.write;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a collection demands of its documents. */
interface DocumentRule {

    /** A collection without a schema takes any object. */
    DocumentRule ANYTHING = new DocumentRule() {
        @Override
        public List<Violation> whole(JsonNode document) {
            return List.of();
        }

        @Override
        public List<Violation> partial(JsonNode changes) {
            return List.of();
        }

        @Override
        public List<Violation> increments(JsonNode increments) {
            return List.of();
        }
    };

    /** Everything that is wrong with a whole document; empty where nothing is. */
    List<Violation> whole(JsonNode document);

    /**
     * What is wrong with a merge patch whatever the document it meets. That nothing is found does not mean that the
     * document will satisfy the rule.
     */
    List<Violation> partial(JsonNode changes);

    /** As {@link #partial}, where numbers are added to those of the document, so that no limit holds for them. */
    List<Violation> increments(JsonNode increments);
}
