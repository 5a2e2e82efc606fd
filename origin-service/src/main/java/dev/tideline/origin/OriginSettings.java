package dev.tideline.origin;

import dev.tideline.settings.WrongSetting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Every setting of the origin, checked when it is read.
 *
 * @param placement the path of {@code placement.yaml}
 */
@ConfigurationProperties("tideline")
public record OriginSettings(
        @Nullable Path placement, @DefaultValue PageSettings page) {

    /**
     * How many items a list has.
     *
     * @param standard where the client does not say
     * @param max that a client may ask for
     */
    public record PageSettings(
            @DefaultValue("50") int standard,
            @DefaultValue("500") int max) {
        public PageSettings {
            WrongSetting.between(max, 1, 10_000, "tideline.page.max");
            WrongSetting.unless(
                    standard >= 1 && standard <= max, "tideline.page.standard", standard, "1 to tideline.page.max");
        }
    }

    public OriginSettings {
        WrongSetting.unless(placement != null, "tideline.placement", placement, "the path of placement.yaml");
    }
}
