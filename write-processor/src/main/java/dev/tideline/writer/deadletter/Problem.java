package dev.tideline.writer.deadletter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** An action that was not done, as RFC 9457 has it. */
final class Problem {

    private Problem() {}

    static ResponseEntity<Object> of(int status, String slug, String title, String detail) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "urn:tideline:problem:" + slug);
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (status == 401) {
            answer.header("WWW-Authenticate", "Bearer realm=\"tideline operators\"");
        }
        return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(document);
    }
}
