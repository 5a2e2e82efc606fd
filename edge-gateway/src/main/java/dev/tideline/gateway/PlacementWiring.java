package dev.tideline.gateway;

import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementException;
import dev.tideline.placement.PlacementFile;
import dev.tideline.settings.WrongSetting;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads placement.yaml once; a file that cannot be used stops the start. */
@Configuration(proxyBeanMethods = false)
class PlacementWiring {

    @Bean
    Placement placement(GatewaySettings settings) {
        String file = settings.placement();
        if (file == null) {
            return new Placement(Set.of(settings.region()), Map.of());
        }
        try {
            Placement placement = PlacementFile.read(Path.of(file));
            WrongSetting.unless(
                    placement.regions().contains(settings.region()),
                    "tideline.region",
                    settings.region(),
                    "one of the placement's regions, " + String.join(", ", placement.regions()));
            return placement;
        } catch (PlacementException e) {
            throw new WrongSetting("tideline.placement", file, String.valueOf(e.getMessage()));
        }
    }
}
