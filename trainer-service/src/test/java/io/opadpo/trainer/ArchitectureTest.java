package io.opadpo.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.opadpo.trainer");

    @Test
    void packagesDoNotNeedEachOther() {
        slices().matching("io.opadpo.trainer.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theCommandLineIsNotTheLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.opadpo.llava.cli..", "io.opadpo.llava.bench..")
                .check(CLASSES);
    }
}
