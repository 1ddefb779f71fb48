package io.opadpo.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(packages = "io.opadpo.service", importOptions = DoNotIncludeTests.class)
class StructureTest {
    @ArchTest
    static final ArchRule FEATURES_FORM_NO_CIRCLES =
            slices().matching("io.opadpo.service.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CONTROLLERS_ARE_NOBODYS_API =
            classes().that().areAnnotatedWith(RestController.class).should().bePackagePrivate();
}
