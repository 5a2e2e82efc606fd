package dev.tideline.gateway.subject;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.placement.Residency;
import dev.tideline.settings.WrongSetting;
import dev.tideline.subjects.MasterKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.client.HttpClient;

/** The keys; who puts them to use is wired where it is. */
@Configuration(proxyBeanMethods = false)
public class SubjectConfiguration {

    @Bean
    SubjectKeys subjectKeys(
            HttpClient gatewayHttpClient, Placement placement, GatewaySettings gateway, SubjectSettings settings) {
        for (CollectionPlacement collection : placement.collections().values()) {
            Residency residency = collection.residency();
            WrongSetting.unless(
                    settings.masterKey() != null
                            || residency == null
                            || residency.homes().stream()
                                    .noneMatch(rule -> rule.cacheIn().contains(gateway.region())),
                    "tideline.subjects.master-key",
                    null,
                    MasterKey.FORM + ", for '" + collection.name() + "' is kept in " + gateway.region());
        }
        return new SubjectKeys(gatewayHttpClient, gateway.region(), settings);
    }
}
