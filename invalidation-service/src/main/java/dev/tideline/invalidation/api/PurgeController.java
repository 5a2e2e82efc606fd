package dev.tideline.invalidation.api;

import dev.tideline.invalidation.api.PurgeDesk.Outcome;
import dev.tideline.invalidation.api.PurgeOrderParser.Accepted;
import dev.tideline.invalidation.api.PurgeOrderParser.Rejected;
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
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Purges and what became of them. */
@RestController
class PurgeController {

    private static final int MOST_LISTED = 100;

    private final PurgeDesk desk;
    private final PurgeOrderParser parser;
    private final RateLimiterRegistry limits;
    private final PurgeLimits bounds;

    /** What the API allows. */
    record PurgeLimits(int perSecond, int maxBytes, Duration maxWait) {}

    PurgeController(PurgeDesk desk, PurgeOrderParser parser, RateLimiterRegistry limits, PurgeLimits bounds) {
        this.desk = desk;
        this.parser = parser;
        this.limits = limits;
        this.bounds = bounds;
    }

    @Operation(
            summary = "Purge",
            description =
                    "Everything that was stored before, and is reached by one of the scopes, is dead (hard) or stale "
                            + "(soft) at every gateway instance. Needs the role purge; for everything, or the prefix /, purge-all.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = PurgeRequest.class))))
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            example = "wait=2",
            description = "wait=<seconds>: answer when all live instances have applied it, or the time is up")
    @ApiResponse(
            responseCode = "200",
            description = "Applied by every live instance it concerns; only with Prefer: wait",
            headers = {
                @Header(name = "Preference-Applied", schema = @Schema(type = "string")),
                @Header(name = "Idempotent-Replayed", schema = @Schema(type = "string"))
            },
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PurgeView.class)))
    @ApiResponse(
            responseCode = "202",
            description = "In the log; waitingFor names the instances that have not applied it",
            headers = @Header(name = "Location", schema = @Schema(type = "string")),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PurgeView.class)))
    @Refused({"400", "401", "403", "409", "413", "422", "429", "503"})
    @Requires({Role.PURGE, Role.PURGE_ALL})
    @PostMapping(path = "/purges", consumes = "application/json", produces = "application/json")
    ResponseEntity<Object> purge(
            HttpServletRequest request,
            @Parameter(hidden = true) @RequestAttribute(Access.CALLER) Caller caller,
            @Parameter(description = "the same key and request again gives the first purge again, not another")
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey)
            throws IOException, InterruptedException {
        if (!limits.rateLimiter(caller.name()).acquirePermission()) {
            return Problems.response(Problems.rateLimited(bounds.perSecond()), Problems.retryAfter(1));
        }
        byte[] body = request.getInputStream().readNBytes(bounds.maxBytes() + 1);
        if (body.length > bounds.maxBytes()) {
            return Problems.response(Problems.tooLarge(bounds.maxBytes()));
        }
        if (idempotencyKey != null && !IdempotencyKey.isValid(idempotencyKey)) {
            return Problems.response(Problems.badIdempotencyKey());
        }
        return switch (parser.parse(body)) {
            case Rejected(var faults) -> Problems.response(Problems.invalid(faults));
            case Accepted(var order) -> submit(request, caller, order, idempotencyKey);
        };
    }

    private ResponseEntity<Object> submit(
            HttpServletRequest request, Caller caller, PurgeOrder order, @Nullable String key)
            throws InterruptedException {
        Role needed = order.reachesEverything() ? Role.PURGE_ALL : Role.PURGE;
        if (!caller.may(needed)) {
            return Problems.response(Problems.forbidden(needed));
        }
        Outcome outcome = desk.submit(caller, order, key == null ? null : IdempotencyKey.value(key));
        return switch (outcome) {
            case PurgeDesk.Issued issued -> answer(issued, Prefer.wait(request.getHeaders("Prefer")));
            case PurgeDesk.KeyReused() -> Problems.response(Problems.keyReused());
            case PurgeDesk.KeyInFlight() -> Problems.response(Problems.keyInFlight(), Problems.retryAfter(1));
            case PurgeDesk.TooLarge() -> Problems.response(Problems.tooLarge(bounds.maxBytes()));
            case PurgeDesk.NotAppended() -> Problems.response(Problems.logUnavailable(), Problems.retryAfter(1));
        };
    }

    private ResponseEntity<Object> answer(PurgeDesk.Issued issued, Optional<Duration> wait)
            throws InterruptedException {
        Duration limit = wait.map(asked -> asked.compareTo(bounds.maxWait()) > 0 ? bounds.maxWait() : asked)
                .orElse(Duration.ZERO);
        PurgeView view = desk.follow(issued.purge(), limit);
        boolean done = wait.isPresent() && view.state().equals("applied");
        HttpHeaders headers = new HttpHeaders();
        headers.setLocation(URI.create("/purges/" + view.id()));
        headers.setCacheControl("no-store");
        wait.ifPresent(asked -> headers.set("Preference-Applied", "wait=" + limit.toSeconds()));
        if (issued.replayed()) {
            headers.set("Idempotent-Replayed", "true");
        }
        return ResponseEntity.status(done ? 200 : 202).headers(headers).body(view);
    }

    @Operation(summary = "One purge, with a receipt of each instance")
    @ApiResponse(
            responseCode = "200",
            description = "How far it is",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PurgeView.class)))
    @Refused({"400", "401", "403", "404"})
    @Requires(Role.READ)
    @GetMapping(path = "/purges/{id}", produces = "application/json")
    ResponseEntity<Object> one(@PathVariable("id") UUID id) {
        return desk.view(id)
                .map(view -> ResponseEntity.ok()
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .<Object>body(view))
                .orElseGet(() -> Problems.response(Problems.unknownPurge()));
    }

    /** The latest purges. */
    @Schema(name = "Purges")
    record PurgeList(List<PurgeView> purges) {}

    @Operation(summary = "The latest purges, of operators and of changes, newest first")
    @ApiResponse(
            responseCode = "200",
            description = "As many as asked for",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PurgeList.class)))
    @Refused({"400", "401", "403"})
    @Requires(Role.READ)
    @GetMapping(path = "/purges", produces = "application/json")
    ResponseEntity<Object> latest(
            @Parameter(description = "1 to 100") @RequestParam(name = "limit", defaultValue = "20") int limit) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new PurgeList(desk.latest(Math.clamp(limit, 1, MOST_LISTED))));
    }
}
