package dev.tideline.origin;

import dev.tideline.origin.http.CachePromises;
import dev.tideline.origin.store.Documents;
import dev.tideline.origin.store.SchemaCheck;
import dev.tideline.origin.store.SubjectKeys;
import dev.tideline.origin.store.WriteOutcomes;
import dev.tideline.pages.PageRules;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Which part is made of which. */
@Configuration(proxyBeanMethods = false)
class Wiring {

    @Bean
    Placement placement(OriginSettings settings) {
        return PlacementFile.read(Objects.requireNonNull(settings.placement()));
    }

    @Bean
    CachePromises cachePromises(Placement placement) {
        return new CachePromises(placement);
    }

    @Bean
    PageRules pageRules(OriginSettings settings) {
        return new PageRules(settings.page().standard(), settings.page().max());
    }

    @Bean
    Documents documents(JdbcClient jdbc, DataSource database) {
        return new Documents(jdbc, new JdbcTransactionManager(database));
    }

    @Bean
    WriteOutcomes writeOutcomes(JdbcClient jdbc) {
        return new WriteOutcomes(jdbc);
    }

    @Bean
    SubjectKeys subjectKeys(JdbcClient jdbc, DataSource database) {
        return new SubjectKeys(jdbc, new JdbcTransactionManager(database));
    }

    @Bean
    SchemaCheck schemaCheck(JdbcClient jdbc) {
        return new SchemaCheck(jdbc);
    }
}
