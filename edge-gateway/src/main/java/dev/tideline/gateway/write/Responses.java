package dev.tideline.gateway.write;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers on the wire. */
final class Responses {

    private Responses() {}

    static Mono<ServerResponse> of(Answer answer) {
        return ServerResponse.status(answer.status())
                .headers(headers -> {
                    headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
                    answer.fields().forEach(headers::set);
                })
                .contentType(answer.isProblem() ? MediaType.APPLICATION_PROBLEM_JSON : MediaType.APPLICATION_JSON)
                .bodyValue(JsonMapper.shared().writeValueAsBytes(answer.document()));
    }
}
