package dev.tideline.gateway.http;

import static dev.tideline.settings.WrongSetting.between;
import static dev.tideline.settings.WrongSetting.positive;
import static dev.tideline.settings.WrongSetting.unless;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of an origin is asked at a time, so that one that comes back is not run over.
 *
 * @param least requests that an origin is always given at the same time
 * @param most that it is ever given; it begins with as many as lie a quarter of the way up
 * @param slow an answer that takes longer counts against it
 * @param waiting requests that may wait for their turn; more fail at once
 * @param patience how long each of them waits
 * @param staleAfter how long a client waits for the origin when something stored may stand in for it
 */
@ConfigurationProperties("tideline.refill")
public record RefillSettings(
        @DefaultValue("8") int least,
        @DefaultValue("256") int most,
        @DefaultValue("1s") Duration slow,
        @DefaultValue("2000") int waiting,
        @DefaultValue("5s") Duration patience,
        @DefaultValue("2s") Duration staleAfter) {

    public RefillSettings {
        between(most, 1, 100_000, "tideline.refill.most");
        unless(least >= 1 && least <= most, "tideline.refill.least", least, "1 to tideline.refill.most (" + most + ")");
        positive(slow, 1, "tideline.refill.slow");
        between(waiting, 0, 1_000_000, "tideline.refill.waiting");
        positive(patience, 1, "tideline.refill.patience");
        positive(staleAfter, 1, "tideline.refill.stale-after");
    }
}
