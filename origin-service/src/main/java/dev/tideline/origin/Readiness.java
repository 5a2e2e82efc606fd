package dev.tideline.origin;

import dev.tideline.origin.store.SchemaCheck;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether reads can be answered, and if not, what they wait for. */
@Component("schema")
class Readiness implements HealthIndicator {

    private final SchemaCheck check;

    Readiness(SchemaCheck check) {
        this.check = check;
    }

    @Override
    public Health health() {
        return switch (check.look()) {
            case READY -> Health.up().build();
            case NO_SCHEMA -> waits("the schema 'tideline', which write-processor makes");
            case NO_ROLE -> waits("the role that this service signs in with, which write-processor makes");
            case AWAY -> waits("Postgres");
        };
    }

    private static Health waits(String what) {
        return Health.down().withDetail("waitsFor", what).build();
    }
}
