package dev.tideline.gateway.http;

import dev.tideline.gateway.purge.OtherLog;
import dev.tideline.gateway.purge.OtherLogs;
import dev.tideline.gateway.purge.PurgeLog;
import dev.tideline.gateway.purge.SessionGate;
import dev.tideline.gateway.store.Coherence;
import dev.tideline.gateway.store.PlantedBug;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells the cache which purge logs are followed. */
@Configuration(proxyBeanMethods = false)
class LogWiring {

    @Bean
    LogViews logViews(
            ObjectProvider<PurgeLog> log,
            ObjectProvider<SessionGate> gate,
            ObjectProvider<OtherLogs> others,
            @Value("${tideline.planted-bug:none}") String plantedBug) {
        PlantedBug bug = PlantedBug.named(plantedBug);
        PurgeLog followed = log.getIfAvailable();
        Coherence own = followed == null ? Coherence.ALONE : Coherence.of(followed);
        Map<String, LogView> byHome = new HashMap<>();
        others.getIfAvailable(() -> OtherLogs.NONE)
                .byHome()
                .forEach((home, other) -> byHome.put(home, view(other, byHome.size() + 1, bug)));
        return new LogViews(new LogView(bug.in(own), gate.getIfAvailable()), byHome);
    }

    private static LogView view(OtherLog other, int number, PlantedBug bug) {
        return new LogView(bug.in(Coherence.of(other, number)), other.gate());
    }
}
