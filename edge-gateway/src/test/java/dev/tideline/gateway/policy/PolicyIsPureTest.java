package dev.tideline.gateway.policy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.tideline.gateway.policy", importOptions = DoNotIncludeTests.class)
class PolicyIsPureTest {

    @ArchTest
    static final ArchRule it_uses_nothing_but_java_and_itself = noClasses()
            .that(resideInAPackage("dev.tideline.gateway.policy"))
            .should()
            .dependOnClassesThat(
                    resideOutsideOfPackages("java..", "dev.tideline.gateway.policy", "org.jspecify.annotations"));

    @ArchTest
    static final ArchRule it_does_no_io = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io", "java.nio.file..", "java.nio.channels..", "java.net.http..", "java.sql..");

    @ArchTest
    static final ArchRule it_has_no_clock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);
}
