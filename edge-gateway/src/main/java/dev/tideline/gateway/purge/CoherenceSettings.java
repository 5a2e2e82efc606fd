package dev.tideline.gateway.purge;

import static dev.tideline.settings.WrongSetting.between;
import static dev.tideline.settings.WrongSetting.unless;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this instance follows the purge log.
 *
 * @param replay how far back the log is read at the start; entries older than that are dead to this instance
 * @param maxScopes scopes remembered one by one; 24 to 64 bytes each
 * @param sessionWait how long a read with a session ticket waits for its writes before it goes to the origin
 * @param maxSessionWaiters reads that wait so at the same time
 * @param clockSkew how far two machines' clocks may be apart; added to the staleness bound
 */
@ConfigurationProperties("tideline.coherence")
public record CoherenceSettings(
        @DefaultValue("26h") Duration replay,
        @DefaultValue("1000000") int maxScopes,
        @DefaultValue("1s") Duration sessionWait,
        @DefaultValue("5000") int maxSessionWaiters,
        @DefaultValue("100ms") Duration clockSkew) {

    public CoherenceSettings {
        unless(replay.isPositive() && replay.toDays() <= 365, "tideline.coherence.replay", replay, "above 0s, to 365d");
        between(maxScopes, 1, PurgeLog.MOST_SCOPES, "tideline.coherence.max-scopes");
        unless(
                !sessionWait.isNegative() && sessionWait.toSeconds() <= 60,
                "tideline.coherence.session-wait",
                sessionWait,
                "0s to 60s");
        between(maxSessionWaiters, 0, 1_000_000, "tideline.coherence.max-session-waiters");
        unless(
                !clockSkew.isNegative() && clockSkew.toSeconds() <= 60,
                "tideline.coherence.clock-skew",
                clockSkew,
                "0s to 60s");
    }
}
