package dev.tideline.gateway.http;

import static dev.tideline.settings.WrongSetting.unless;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway stops.
 *
 * @param notice how long it goes on answering after it has said that it is not ready any more
 */
@ConfigurationProperties("tideline.stop")
record StopSettings(@DefaultValue("3s") Duration notice) {

    StopSettings {
        unless(!notice.isNegative() && notice.toSeconds() <= 25, "tideline.stop.notice", notice, "0s to 25s");
    }
}
