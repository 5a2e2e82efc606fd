package dev.tideline.gateway.write;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP answer of the write API.
 *
 * @param fields header fields besides {@code Content-Type}
 * @param document the body, as JSON
 */
record Answer(int status, Map<String, String> fields, Map<String, Object> document) {

    static Answer of(Problem problem) {
        return new Answer(problem.status(), problem.fields(), problem.document());
    }

    boolean isProblem() {
        return status >= 400;
    }

    Answer with(String field, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Answer(status, more, document);
    }
}
