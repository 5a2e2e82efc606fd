package dev.tideline.gateway.placement;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Passes a write on to a gateway of its home, where only its body told which that is. */
public interface Onward {

    /**
     * Passes it on and its answer back. Never fails because of the home.
     *
     * @param body of the request, which has been read
     */
    Mono<ServerResponse> forward(ServerRequest request, byte[] body, String home);
}
