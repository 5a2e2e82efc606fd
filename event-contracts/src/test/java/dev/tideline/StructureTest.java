package dev.tideline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tideline", importOptions = ImportOption.DoNotIncludeTests.class)
class StructureTest {

    @ArchTest
    static final ArchRule contractsKnowNoFramework = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "dev.tideline.events",
                    "dev.tideline.pages",
                    "dev.tideline.placement",
                    "dev.tideline.settings",
                    "dev.tideline.subjects",
                    "dev.tideline.traces",
                    "io.opentelemetry.api.trace..",
                    "io.opentelemetry.context..",
                    "org.jspecify.annotations",
                    "tools.jackson..",
                    "com.fasterxml.jackson.annotation",
                    "org.yaml.snakeyaml..");

    @ArchTest
    static final ArchRule eventsDoNotKnowThePlacement = noClasses()
            .that()
            .resideInAPackage("..events")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..placement");
}
