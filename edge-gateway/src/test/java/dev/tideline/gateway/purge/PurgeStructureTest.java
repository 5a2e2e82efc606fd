package dev.tideline.gateway.purge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PurgeStructureTest {

    private static final Class<?>[] RULE = {
        PurgeLog.class,
        Ledger.class,
        Layer.class,
        ScopeTable.class,
        ScopeHash.class,
        EntryScopes.class,
        UrlForm.class,
        Stamp.class,
        Verdict.class,
        Coverage.class,
        Staleness.class,
        HotKeys.class
    };

    private final JavaClasses gateway = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tideline.gateway.purge", "dev.tideline.gateway.status");

    @Test
    void theRuleKnowsNothingButEventsAndPlacement() {
        classes()
                .that(belongToAnyOf(RULE))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "dev.tideline.events",
                        "dev.tideline.placement",
                        "dev.tideline.gateway.purge")
                .check(gateway);
    }

    @Test
    void theRuleHasNoClock() {
        noClasses()
                .that(belongToAnyOf(RULE))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(gateway);
    }

    @Test
    void purgesDoNotKnowWhoReportsThem() {
        noClasses()
                .that()
                .resideInAPackage("dev.tideline.gateway.purge")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tideline.gateway.status")
                .check(gateway);
    }
}
