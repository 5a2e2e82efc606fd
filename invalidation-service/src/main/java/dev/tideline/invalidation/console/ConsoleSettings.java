package dev.tideline.invalidation.console;

import static dev.tideline.settings.WrongSetting.unless;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the console reaches besides this service.
 *
 * @param writeProcessorUrl scheme, host and port of write-processor; without one the console shows no write queue
 * @param timeout for one answer of it
 */
@ConfigurationProperties("tideline.console")
record ConsoleSettings(
        @Nullable URI writeProcessorUrl, @DefaultValue("5s") Duration timeout) {

    ConsoleSettings {
        unless(
                writeProcessorUrl == null || isBase(writeProcessorUrl),
                "tideline.console.write-processor-url",
                writeProcessorUrl,
                "http or https, host and port, without a path");
        unless(
                timeout.toMillis() >= 100 && timeout.toSeconds() <= 60,
                "tideline.console.timeout",
                timeout,
                "100ms to 60s");
    }

    private static boolean isBase(URI url) {
        return url.getScheme() != null
                && Set.of("http", "https").contains(url.getScheme())
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.getQuery() == null
                && url.getFragment() == null
                && Set.of("", "/").contains(url.getPath());
    }
}
