package io.opadpo.llava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlavaConfigWriterTest {

    @TempDir
    Path folder;

    @Test
    void whatItWritesReadsBack() {
        LlavaConfig unusual = new LlavaConfig(
                new VisionConfig(48, 100, 3, 4, 28, 14, 2e-5, Activation.GELU),
                new TextConfig(64, 96, 2, 8, 2, 16, 500, 128, 3e-6, 5e5, true, 11, 12, 13),
                List.of(-2, 1),
                true,
                Activation.QUICK_GELU,
                false,
                499);
        for (LlavaConfig config : List.of(LlavaConfigs.of7b(), LlavaConfigs.of13b(), unusual)) {
            LlavaConfigWriter.write(folder, config);
            assertThat(LlavaConfigReader.read(folder, null)).isEqualTo(config);
        }
        assertThat(folder.toFile().list()).containsExactly("config.json");
    }

    @Test
    void namesAFileItCannotWrite() {
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> LlavaConfigWriter.write(absent, LlavaConfigs.of7b()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(absent.resolve("config.json").toString());
    }
}
