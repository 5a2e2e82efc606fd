package dev.tideline.gateway.replica;

import static dev.tideline.settings.WrongSetting.between;
import static dev.tideline.settings.WrongSetting.unless;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The full copies of tier replicated.
 *
 * @param maxSize of all of them in memory together; a collection beyond it is served as tier cache, and said so
 * @param page how many items a list has where the client does not say; as at the origin
 * @param maxPage how many a client may ask for; as at the origin
 */
@ConfigurationProperties("tideline.replicas")
public record ReplicaSettings(
        @DefaultValue("64MB") DataSize maxSize,
        @DefaultValue("50") int page,
        @DefaultValue("500") int maxPage) {

    public ReplicaSettings {
        between(maxSize.toBytes(), 0, 8L << 30, "tideline.replicas.max-size");
        between(maxPage, 1, 10_000, "tideline.replicas.max-page");
        unless(page >= 1 && page <= maxPage, "tideline.replicas.page", page, "1 to tideline.replicas.max-page");
    }
}
