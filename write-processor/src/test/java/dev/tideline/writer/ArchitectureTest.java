package dev.tideline.writer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tideline.writer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** JSON trees are values there; parsing and writing them is all that Jackson is used for. */
    @ArchTest
    static final ArchRule THE_FOLD_IS_PURE = classes()
            .that()
            .resideInAPackage("..writer.decide..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.math..",
                    "java.nio.charset..",
                    "java.util..",
                    "org.jspecify..",
                    "tools.jackson..",
                    "dev.tideline.events..",
                    "dev.tideline.placement..",
                    "dev.tideline.writer.decide..");

    @ArchTest
    static final ArchRule THE_FOLD_HAS_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage("..writer.decide..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.time..");

    @ArchTest
    static final ArchRule THE_STORE_KNOWS_NO_KAFKA = noClasses()
            .that()
            .resideInAPackage("..writer.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "..writer.intake..", "..writer.deadletter..");

    @ArchTest
    static final ArchRule OPERATORS_DO_NOT_REACH_INTO_THE_INTAKE = noClasses()
            .that()
            .resideInAPackage("..writer.deadletter..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..writer.intake..");
}
