package io.opadpo.quickstart.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.lab.files.LabSample;
import io.opadpo.lab.files.PromptFolder;
import io.opadpo.quickstart.QuickstartException;
import io.opadpo.quickstart.lab.LabFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures and questions of the user's own. */
class PromptsTest {

    private static final List<LabSample> SAMPLES = LabFolder.examples();

    @TempDir
    private Path folder;

    @Test
    void aFolderOfPicturesHasOneQuestion() throws IOException {
        Prompts.of(SAMPLES).write(folder);
        Prompts read = Prompts.of(folder, "What is there?");
        assertThat(read.all())
                .extracting(Prompts.Prompt::id)
                .containsExactlyElementsOf(
                        SAMPLES.stream().map(LabSample::image).toList());
        assertThat(read.all()).extracting(Prompts.Prompt::question).containsOnly("What is there?");
        assertThat(read.all().get(3).standard()).isEqualTo(SAMPLES.get(3).standard());
        assertThat(read.all().get(3).image()).isEqualTo(SAMPLES.get(3).png());
    }

    @Test
    void aFolderWithQuestionsHasThose() throws IOException {
        PromptFolder.write(folder, SAMPLES);
        Prompts read = Prompts.of(folder, "unused");
        assertThat(read.all()).hasSameSizeAs(SAMPLES);
        assertThat(read.all().get(0).question())
                .isEqualTo(SAMPLES.get(0).question().text());
        assertThat(read.all().get(0).image()).isEqualTo(SAMPLES.get(0).png());
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> Prompts.of(folder, "?"))
                .isInstanceOf(QuickstartException.class)
                .hasMessageContaining("no PNG");
        Prompts.of(SAMPLES).write(folder);
        Files.delete(folder.resolve("00002.txt"));
        assertThatThrownBy(() -> Prompts.of(folder, "?"))
                .hasMessageContaining("00002.png")
                .hasMessageContaining("00002.txt");
        Files.writeString(
                folder.resolve("prompts.jsonl"), "{\"id\": \"a\", \"image\": \"00000.png\", \"question\": \"?\"}\n");
        assertThatThrownBy(() -> Prompts.of(folder, "?"))
                .hasMessageContaining("line 1")
                .hasMessageContaining("standard");
    }
}
