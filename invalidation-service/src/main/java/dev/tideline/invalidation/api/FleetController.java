package dev.tideline.invalidation.api;

import dev.tideline.invalidation.token.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The gateway instances. */
@RestController
class FleetController {

    private final PurgeDesk desk;

    FleetController(PurgeDesk desk) {
        this.desk = desk;
    }

    @Operation(
            summary = "Every gateway instance as last heard",
            description = "Instances come and go without configuration: one that reports is there.")
    @ApiResponse(responseCode = "200", description = "By name")
    @Refused({"401", "403"})
    @Requires(Role.READ)
    @GetMapping(path = "/fleet", produces = "application/json")
    ResponseEntity<FleetView> fleet() {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store").body(desk.fleet());
    }
}
