package io.opadpo.lab.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.text.QuestionMix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Folders hold what was drawn. */
class FoldersTest {

    @TempDir
    private Path folder;

    private List<JsonNode> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    @Test
    void promptsComeWithTheTruth() throws IOException {
        List<LabSample> samples = new LabSamples(5, QuestionMix.ALIGNMENT).next(20);
        PromptFolder.write(folder, samples);
        Map<String, Scene> truth = SceneFile.read(folder.resolve("scenes.jsonl"));
        List<JsonNode> prompts = lines("prompts.jsonl");
        for (int i = 0; i < samples.size(); i++) {
            byte[] png = Files.readAllBytes(
                    folder.resolve(prompts.get(i).path("image").asString()));
            assertThat(truth.get(SceneFile.sha256(png)))
                    .isEqualTo(samples.get(i).scene());
            assertThat(prompts.get(i).path("standard").asString())
                    .isEqualTo(samples.get(i).standard());
        }
    }

    @Test
    void aLineThatIsNoSceneIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("scenes.jsonl"), "{\"sha256\": \"ab\", \"scene\": 7}\n");
        assertThatIOException().isThrownBy(() -> SceneFile.read(file)).withMessageContaining("line 1");
    }

    @Test
    void benchmarksHaveTheirFormats() throws IOException {
        List<LabSample> samples = new LabSamples(6, QuestionMix.DESCRIBE).next(3);
        ChairFolder.write(folder, samples);
        assertThat(lines("objects.jsonl").get(1).path("objects"))
                .hasSize(samples.get(1).scene().things().size());
        assertThat(lines("questions.jsonl").get(2).path("image").asString()).isEqualTo("00002.png");
        assertThat(folder.resolve("images/00002.png"))
                .hasBinaryContent(samples.get(2).png());
        assertThat(Files.readAllLines(folder.resolve("synonyms.txt")))
                .hasSize(48)
                .contains("red circle");

        List<LabSample> asked = new LabSamples(7, QuestionMix.EXISTS).next(3);
        PopeFolder.write(folder, asked);
        JsonNode line = lines("scenes.jsonl").get(0);
        assertThat(line.path("text").asString())
                .isEqualTo(asked.get(0).question().text());
        assertThat(line.path("label").asString() + ".")
                .isEqualToIgnoringCase(asked.get(0).standard());
    }
}
