package dev.tideline.local.check.run;

import dev.tideline.local.check.plan.Disturbance;
import java.net.URI;
import java.util.Map;

/** What the checker needs of a running stack whose gateways ask the checker's proxy instead of the origin. */
public interface CheckedStack {

    /** One gateway instance. */
    record Gateway(String region, URI address) {}

    /** By instance. */
    Map<String, Gateway> gateways();

    URI invalidation();

    /** A token for invalidation-service that may purge everything. */
    String operatorToken();

    /** Kafka's bootstrap address. */
    String kafka();

    /** Postgres, user and password included. */
    String jdbcUrl();

    /** Breaks a part and returns when it is broken. */
    void breakDown(Disturbance.OfPart what);

    /** Makes it whole again and returns when it is ready. */
    void repair(Disturbance.OfPart what);
}
