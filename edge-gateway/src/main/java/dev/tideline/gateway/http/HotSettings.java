package dev.tideline.gateway.http;

import static dev.tideline.settings.WrongSetting.between;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which keys are fetched again when a purge strikes them.
 *
 * @param keys remembered as hot, about 1 KB each; 0 fetches none
 * @param reads of late from which on a key is hot; one in eight is looked at
 * @param refreshesPerSecond at most; what is struck beyond that is left to its next reader
 */
@ConfigurationProperties("tideline.hot")
public record HotSettings(
        @DefaultValue("256") int keys,
        @DefaultValue("100") int reads,
        @DefaultValue("100") int refreshesPerSecond) {

    public HotSettings {
        between(keys, 0, 10_000, "tideline.hot.keys");
        between(reads, 1, 1_000_000, "tideline.hot.reads");
        between(refreshesPerSecond, 1, 10_000, "tideline.hot.refreshes-per-second");
    }
}
