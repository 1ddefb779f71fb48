package io.opadpo.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The Job that migrates knows each service with tables of its own. */
class MigrationTest {
    @Test
    void eachServiceWithMigrationsIsMigrated() throws IOException {
        Pod job = Kustomization.resourcesOfAll()
                .filter(manifest ->
                        manifest.kind().equals("Job") && manifest.name().equals("migrate"))
                .findFirst()
                .flatMap(Pod::of)
                .orElseThrow();

        assertThat(job.allContainers())
                .extracting(container -> container.path("image").asString())
                .containsExactlyInAnyOrderElementsOf(
                        migrated().stream().map(name -> "opadpo/" + name).toList());
        assertThat(job.allContainers())
                .allSatisfy(container -> assertThat(
                                container.path("args").valueStream().map(JsonNode::asString))
                        .containsExactly("--opadpo.migrate-only=true"));
    }

    /** Names of the folders of migrations; those of libraries are run by each service that has the library. */
    private static List<String> migrated() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            List<Path> services = modules.map(module -> module.resolve("src/main/resources"))
                    .filter(resources -> Files.exists(resources.resolve("application.yml")))
                    .map(resources -> resources.resolve("db"))
                    .filter(Files::isDirectory)
                    .toList();
            return services.stream().flatMap(MigrationTest::names).toList();
        }
    }

    private static Stream<String> names(Path folder) {
        return Stream.of(folder.toFile().list());
    }
}
