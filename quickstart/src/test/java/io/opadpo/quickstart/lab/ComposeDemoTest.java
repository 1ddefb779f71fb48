package io.opadpo.quickstart.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.lab.model.LabModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.yml's demonstration writes what the trainer's settings there name. */
class ComposeDemoTest {

    private static final Path SETTINGS = Path.of("../docker/config/trainer.yml");
    private static final Pattern FOLDER = Pattern.compile("folder: /models/demo/([^}\\s]+)");

    @TempDir
    Path volume;

    @Test
    void theTrainerFindsItsModelAndBenchmarks() throws IOException {
        List<String> named = FOLDER.matcher(Files.readString(SETTINGS))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(named).hasSize(3);
        // Another size later: the names go with it.
        for (int tests : new int[] {2, 3}) {
            new LabFolder(volume.resolve("lab"), new LabSize(4, tests, 1)).writeLinked();
            for (String folder : named) {
                assertThat(volume.resolve(folder)).isDirectory();
            }
            assertThat(volume.resolve("lab/scenes/images").toFile().list()).hasSize(tests);
        }
        assertThat(volume.resolve("lab").resolve(LabModel.NAME).resolve("config.json"))
                .isRegularFile();
    }
}
