package io.opadpo.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelVersionTest {

    @TempDir
    private Path folder;

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(Files.createDirectories(folder.resolve(name)).resolve("model.safetensors"), bytes);
    }

    private String version(String name) throws IOException {
        return ModelVersion.of(folder.resolve(name), null);
    }

    @Test
    void copiesAreTheSameAndOtherWeightsAreNot() throws IOException {
        byte[] weights = new byte[3 << 20];
        write("one", weights);
        write("copy", weights);
        assertThat(version("copy")).isEqualTo(version("one")).matches("fp_[0-9a-f]{16}");
        byte[] trained = weights.clone();
        for (int i = 0; i < trained.length; i += 1000) {
            trained[i] = 1;
        }
        write("trained", trained);
        assertThat(version("trained")).isNotEqualTo(version("one"));
        write("longer", new byte[weights.length + 1]);
        assertThat(version("longer")).isNotEqualTo(version("one"));
    }

    @Test
    void everyByteOfASmallFileCounts() throws IOException {
        byte[] config = new byte[5000];
        write("one", config);
        config[4999] = 1;
        write("other", config);
        assertThat(version("other")).isNotEqualTo(version("one"));
    }

    @Test
    void clipBelongsToTheModel() throws IOException {
        write("one", new byte[1]);
        write("clip", new byte[2]);
        assertThat(ModelVersion.of(folder.resolve("one"), folder.resolve("clip")))
                .isNotEqualTo(version("one"));
    }
}
