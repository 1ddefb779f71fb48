package io.opadpo.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import jakarta.persistence.Entity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "io.opadpo.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Pattern OUR_SQL = Pattern.compile(
            "(?i)\\b(from|join|into|update|truncate|table)\\s+(jobs|job_dependencies|job_events|work_items)\\b");

    @ArchTest
    static final ArchRule ENTITIES_STAY_INSIDE =
            classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule NO_CLOCK_BUT_THE_DATABASES = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("a worker's clock may be wrong; leases are the database's, and durations are monotonic");

    @ArchTest
    static final ArchRule NO_WEB = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework.web.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_CIRCLES = SlicesRuleDefinition.slices()
            .matching("io.opadpo.jobs.(*)..")
            .should()
            .beFreeOfCycles();

    @Test
    void onlyThisModulesSqlNamesItsTables() throws IOException {
        Path root = Path.of("..").toRealPath();
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> others = modules.filter(module -> Files.isDirectory(module.resolve("src/main")))
                    .filter(module -> !module.endsWith("job-store"))
                    .flatMap(module -> files(module.resolve("src/main")))
                    .filter(file -> file.toString().matches(".*\\.(java|sql|xml|ya?ml|properties)"))
                    .filter(file -> OUR_SQL.matcher(text(file)).find())
                    .toList();
            assertThat(others).isEmpty();
        }
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
