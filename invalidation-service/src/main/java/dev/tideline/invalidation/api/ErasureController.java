package dev.tideline.invalidation.api;

import dev.tideline.events.ResourceKey;
import dev.tideline.invalidation.api.PurgeController.PurgeLimits;
import dev.tideline.invalidation.token.Caller;
import dev.tideline.invalidation.token.Role;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Erasure of data subjects. */
@RestController
class ErasureController {

    private final ErasureDesk desk;
    private final RateLimiterRegistry limits;
    private final PurgeLimits bounds;

    ErasureController(ErasureDesk desk, RateLimiterRegistry limits, PurgeLimits bounds) {
        this.desk = desk;
        this.limits = limits;
        this.bounds = bounds;
    }

    @Operation(
            summary = "Erase a data subject",
            description = "Removes the subject's documents from every residency-bound collection of this cell, purges "
                    + "every copy, and destroys the key under which Kafka and Redis have them. It cannot be undone: the id "
                    + "can never be written of again.")
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            example = "wait=5",
            description = "wait=<seconds>: answer when all live instances have confirmed it, or the time is up")
    @ApiResponse(
            responseCode = "200",
            description = "Confirmed by every live instance; only with Prefer: wait",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ErasureView.class)))
    @ApiResponse(
            responseCode = "202",
            description = "In the write queue",
            headers = @Header(name = "Location", schema = @Schema(type = "string")),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ErasureView.class)))
    @Refused({"400", "401", "403", "429", "503"})
    @Requires(Role.ERASE)
    @DeleteMapping(path = "/subjects/{id}", produces = "application/json")
    ResponseEntity<Object> erase(
            @PathVariable("id") String subject,
            HttpServletRequest request,
            @Parameter(hidden = true) @RequestAttribute(Access.CALLER) Caller caller,
            @Parameter(description = "the same key again orders the same erasure, not another")
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey)
            throws InterruptedException {
        if (!limits.rateLimiter(caller.name()).acquirePermission()) {
            return Problems.response(Problems.rateLimited(bounds.perSecond()), Problems.retryAfter(1));
        }
        if (!ResourceKey.isId(subject)) {
            return Problems.response(Problems.notASubject());
        }
        if (idempotencyKey != null && !IdempotencyKey.isValid(idempotencyKey)) {
            return Problems.response(Problems.badIdempotencyKey());
        }
        Optional<Duration> wait = Prefer.wait(request.getHeaders("Prefer"));
        Optional<UUID> id =
                desk.order(caller, subject, idempotencyKey == null ? null : IdempotencyKey.value(idempotencyKey));
        return id.isEmpty()
                ? Problems.response(Problems.writeQueueUnavailable(), Problems.retryAfter(1))
                : answer(id.get(), wait);
    }

    private ResponseEntity<Object> answer(UUID id, Optional<Duration> wait) throws InterruptedException {
        Duration limit = wait.map(asked -> asked.compareTo(bounds.maxWait()) > 0 ? bounds.maxWait() : asked)
                .orElse(Duration.ZERO);
        ErasureView view = desk.follow(id, limit);
        HttpHeaders headers = new HttpHeaders();
        headers.setLocation(URI.create("/erasures/" + id));
        headers.setCacheControl("no-store");
        wait.ifPresent(asked -> headers.set("Preference-Applied", "wait=" + limit.toSeconds()));
        boolean done = wait.isPresent() && view.state().equals("confirmed");
        return ResponseEntity.status(done ? 200 : 202).headers(headers).body(view);
    }

    @Operation(summary = "One erasure, with who has confirmed it")
    @ApiResponse(
            responseCode = "200",
            description = "How far it is",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ErasureView.class)))
    @Refused({"400", "401", "403", "404"})
    @Requires({Role.ERASE, Role.READ})
    @GetMapping(path = "/erasures/{id}", produces = "application/json")
    ResponseEntity<Object> one(@PathVariable("id") UUID id) {
        return desk.view(id)
                .map(view -> ResponseEntity.ok()
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .<Object>body(view))
                .orElseGet(() -> Problems.response(Problems.unknownErasure()));
    }
}
