package io.opadpo.dataset.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.Digests;
import io.opadpo.dataset.SampleImages;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FolderImportTest {

    static final DatasetService service = DatasetService.shared();
    static final Api alice = service.as("folder-alice");
    static final byte[] PNG = SampleImages.png(3, 3, 1);

    @TempDir
    static Path outside;

    @BeforeAll
    static void folders() throws IOException {
        Path good = Files.createDirectories(service.importRoot.resolve("pictures/good"));
        Files.write(good.resolve("2.JPG"), SampleImages.jpeg(3, 3, 2));
        Files.write(good.resolve("1.png"), PNG);
        Files.writeString(good.resolve("1.txt"), " A dark square.\n");
        Files.writeString(good.resolve("notes.md"), "no image");
        Files.createDirectories(service.importRoot.resolve("empty"));
        Files.write(Files.createDirectory(service.importRoot.resolve("bad")).resolve("fake.png"), new byte[10]);
        Files.write(outside.resolve("secret.png"), PNG);
        Files.createSymbolicLink(service.importRoot.resolve("way-out"), outside);
        Path linked = Files.createDirectory(service.importRoot.resolve("linked"));
        Files.createSymbolicLink(linked.resolve("secret.png"), outside.resolve("secret.png"));
    }

    static Reply importing(String folder) {
        return alice.post(
                "/v1/prompt-sets/folder",
                "{\"name\": \"pictures\", \"folder\": \"%s\", \"question\": \"What?\"}".formatted(folder));
    }

    @Test
    void imagesBecomePromptsByName() {
        Reply made = importing("pictures/good");

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        JsonNode items = alice.get(made.header("Location") + "/prompts").json().path("items");
        assertThat(items.size()).isEqualTo(2);
        assertThat(items.path(0).toString())
                .isEqualTo("{\"id\":\"1.png\",\"image\":\"" + Digests.sha256(PNG)
                        + "\",\"question\":\"What?\",\"standard\":\"A dark square.\"}");
        assertThat(items.path(1).path("id").asString()).isEqualTo("2.JPG");
        assertThat(alice.get("/v1/images/" + Digests.sha256(PNG)).bytes()).isEqualTo(PNG);
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere, folder",
        "../import/../.., folder",
        "pictures/../../x, folder",
        "/etc, folder",
        "way-out, folder",
        "pictures/good/1.png, folder",
        "empty, folder",
        "a\\u0000b, folder",
        "bad, fake.png",
        "linked, secret.png"
    })
    void nothingElseIsRead(String folder, String field) {
        Reply reply = importing(folder);

        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.json().path("errors").path(0).path("field").asString())
                .as(reply.toString())
                .isEqualTo(field);
        assertThat(reply.text()).doesNotContain(service.importRoot.toString());
    }
}
