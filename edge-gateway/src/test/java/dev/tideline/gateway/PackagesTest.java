package dev.tideline.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Data goes one way: http asks store, both ask policy and purge, and nobody looks back. */
@AnalyzeClasses(packages = "dev.tideline.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {

    private static final String ROOT = "dev.tideline.gateway.";

    @ArchTest
    static final ArchRule POLICY_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage(ROOT + "policy")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + "store", ROOT + "http", ROOT + "purge", ROOT + "write", ROOT + "status", ROOT + "edge");

    @ArchTest
    static final ArchRule STORE_KNOWS_NOT_WHO_ASKS = noClasses()
            .that()
            .resideInAPackage(ROOT + "store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "http", ROOT + "write", ROOT + "status");

    @ArchTest
    static final ArchRule PURGE_KNOWS_NOT_WHAT_IT_PURGES = noClasses()
            .that()
            .resideInAPackage(ROOT + "purge")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "http", ROOT + "store", ROOT + "policy");

    @ArchTest
    static final ArchRule READS_AND_WRITES_ARE_APART = noClasses()
            .that()
            .resideInAPackage(ROOT + "http")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "write");

    @ArchTest
    static final ArchRule ONLY_THE_LISTENER_LOGS = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "policy", ROOT + "store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.slf4j", "org.apache.commons.logging", "io.micrometer..");
}
