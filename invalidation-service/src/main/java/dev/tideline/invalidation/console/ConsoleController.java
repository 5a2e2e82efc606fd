package dev.tideline.invalidation.console;

import dev.tideline.invalidation.api.Access;
import dev.tideline.invalidation.api.Problems;
import dev.tideline.invalidation.api.Requires;
import dev.tideline.invalidation.token.Caller;
import dev.tideline.invalidation.token.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** What the console's pages ask besides the purge API. These paths are all that reach write-processor. */
@RestController
@RequestMapping("/console/api")
class ConsoleController {

    private static final int MOST_BYTES = 64 << 10;

    private final Relay relay;

    ConsoleController(Relay relay) {
        this.relay = relay;
    }

    /**
     * Whose token it is.
     *
     * @param writeProcessor whether one is configured
     */
    record Me(String name, List<String> roles, boolean writeProcessor) {}

    @Requires
    @GetMapping("/me")
    ResponseEntity<Me> me(@RequestAttribute(Access.CALLER) Caller caller) {
        List<String> roles =
                caller.roles().stream().sorted().map(Role::toString).toList();
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new Me(caller.name(), roles, relay.isConfigured()));
    }

    @Requires(Role.READ)
    @GetMapping("/queue")
    ResponseEntity<Object> queue(@RequestHeader(HttpHeaders.AUTHORIZATION) String authorization)
            throws InterruptedException {
        return relay.ask(authorization, "/queue", null);
    }

    @Requires(Role.READ)
    @GetMapping("/dead-letters")
    ResponseEntity<Object> letters(
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "200") int limit)
            throws InterruptedException {
        String target = UriComponentsBuilder.fromPath("/dead-letters")
                .queryParam("cause", "{cause}")
                .queryParam("after", "{after}")
                .queryParam("limit", "{limit}")
                .encode()
                .buildAndExpand(cause, after, limit)
                .toUriString();
        return relay.ask(authorization, target, null);
    }

    @Requires(Role.REPLAY)
    @GetMapping("/dead-letters/{id}")
    ResponseEntity<Object> letter(
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization, @PathVariable("id") long id)
            throws InterruptedException {
        return relay.ask(authorization, "/dead-letters/" + id, null);
    }

    @Requires(Role.REPLAY)
    @PostMapping(path = "/dead-letters/replay", consumes = "application/json")
    ResponseEntity<Object> replay(
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization, HttpServletRequest request)
            throws IOException, InterruptedException {
        return act(authorization, "/dead-letters/replay", request);
    }

    @Requires(Role.REPLAY)
    @PostMapping(path = "/dead-letters/discard", consumes = "application/json")
    ResponseEntity<Object> discard(
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization, HttpServletRequest request)
            throws IOException, InterruptedException {
        return act(authorization, "/dead-letters/discard", request);
    }

    private ResponseEntity<Object> act(String authorization, String target, HttpServletRequest request)
            throws IOException, InterruptedException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        return body.length > MOST_BYTES
                ? Problems.response(Problems.tooLarge(MOST_BYTES))
                : relay.ask(authorization, target, body);
    }
}
