package io.opadpo.dataset;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.Routes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The service as a whole. */
class ServiceTest {

    static final DatasetService service = DatasetService.shared();

    @Test
    void everyRouteIsDescribedAndWantsAKey() {
        Reply description = service.anonymous().get("/v3/api-docs");
        assertThat(description.status()).isEqualTo(200);
        JsonNode paths = description.json().path("paths");

        assertThat(Set.copyOf(paths.propertyNames()))
                .containsAll(List.of(
                        "/v1/images",
                        "/v1/images/{sha256}",
                        "/v1/prompt-sets",
                        "/v1/prompt-sets/folder",
                        "/v1/prompt-sets/import",
                        "/v1/uploads",
                        "/v1/uploads/{id}",
                        "/v1/prompt-sets/{id}",
                        "/v1/prompt-sets/{id}/prompts",
                        "/v1/datasets",
                        "/v1/datasets/{id}",
                        "/v1/datasets/{id}/samples",
                        "/v1/datasets/{id}/dropped",
                        "/v1/datasets/{id}/download",
                        "/v1/datasets/{id}/card",
                        "/v1/datasets/import",
                        "/v1/datasets/by-job/{job}",
                        "/v1/jobs/{id}"));
        assertThat(Routes.needKeys(service.service))
                .contains("DELETE /v1/datasets/{id}", "DELETE /v1/prompt-sets/{id}", "POST /v1/images")
                .hasSizeGreaterThan(25);
    }

    /** What stands in the description as an example is a request that works. */
    @Test
    void theExampleOfAPromptSetWorks() {
        JsonNode schemas = service.anonymous()
                .get("/v3/api-docs")
                .json()
                .path("components")
                .path("schemas");
        JsonNode prompt = schemas.path("NewPrompt").path("properties");
        String body = "{\"name\": %s, \"prompts\": [{\"id\": %s, \"image\": %s, \"question\": %s, \"standard\": %s}]}"
                .formatted(
                        schemas.path("NewPromptSet")
                                .path("properties")
                                .path("name")
                                .path("example"),
                        prompt.path("id").path("example"),
                        prompt.path("image").path("example"),
                        prompt.path("question").path("example"),
                        prompt.path("standard").path("example"));

        Reply made = service.as("example").post("/v1/prompt-sets", body);

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }

    @Test
    void featuresDoNotDependOnEachOtherInCircles() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.opadpo.dataset");

        slices().matching("io.opadpo.dataset.(*)..").should().beFreeOfCycles().check(classes);
    }
}
