package dev.tideline.gateway.edge;

import static dev.tideline.settings.WrongSetting.unless;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where events of answers go.
 *
 * @param logged the share of answers that is logged, 0 to 1
 * @param url where all are posted as lines of JSON; nowhere by default
 * @param topic the Kafka topic that all are sent to; none by default
 * @param queue events that wait to be sent; of more the newest are dropped and counted
 * @param batch events in one request
 * @param timeout of one request
 */
@ConfigurationProperties("tideline.edge-events")
public record EdgeEventSettings(
        @DefaultValue("0.01") double logged,
        @Nullable URI url,
        @Nullable String topic,
        @DefaultValue("10000") int queue,
        @DefaultValue("500") int batch,
        @DefaultValue("2s") Duration timeout) {

    public EdgeEventSettings {
        unless(logged >= 0 && logged <= 1, "tideline.edge-events.logged", logged, "0 to 1");
        unless(
                url == null || "http".equals(url.getScheme()) || "https".equals(url.getScheme()),
                "tideline.edge-events.url",
                url,
                "an absolute http or https URL");
        unless(
                topic == null || topic.matches("[A-Za-z0-9._-]{1,249}"),
                "tideline.edge-events.topic",
                topic,
                "1 to 249 letters, digits and . _ -");
        unless(queue >= 1 && queue <= 1_000_000, "tideline.edge-events.queue", queue, "1 to 1000000");
        unless(batch >= 1 && batch <= 10_000, "tideline.edge-events.batch", batch, "1 to 10000");
        unless(
                timeout.isPositive() && timeout.toSeconds() <= 60,
                "tideline.edge-events.timeout",
                timeout,
                "above 0s, to 60s");
    }
}
