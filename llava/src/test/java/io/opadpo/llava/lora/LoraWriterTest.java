package io.opadpo.llava.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.GoldenFile;
import io.opadpo.llava.Variants;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.model.VariantScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraWriterTest {

    private static final LlavaConfig MODEL = LlavaConfigReader.read(Variants.path("grouped"), null);
    private static final LinearLayers LAYERS = new LinearLayers(MODEL);
    private static final LoraConfig CONFIG =
            new LoraConfig(2, 3, true, new LoraTargets.AllLinear(), Map.of("fc1", 4), Map.of("down_proj", 7.0), "");

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        var matrices = RandomAdapter.matrices(CONFIG, LAYERS, LAYERS.names(), 1, 0.3f);
        LoraWriter.write(folder, CONFIG, LAYERS, matrices);
        GoldenFile file = new GoldenFile(folder.resolve(LoraFolder.WEIGHTS));
        try (LoraFolder opened = LoraFolder.open(folder, MODEL)) {
            assertThat(opened.config()).isEqualTo(CONFIG);
            assertThat(opened.modules()).containsExactlyInAnyOrderElementsOf(LAYERS.names());
            for (String module : opened.modules()) {
                assertThat(file.floats(opened.keyOfA(module)))
                        .isEqualTo(matrices.get(module).a());
                assertThat(file.floats(opened.keyOfB(module)))
                        .isEqualTo(matrices.get(module).b());
            }
        }
    }

    @Test
    void theSameAdapterGivesTheSameBytes() throws IOException {
        var matrices = RandomAdapter.matrices(CONFIG, LAYERS, LAYERS.names(), 1, 0.3f);
        LoraWriter.write(folder.resolve("one"), CONFIG, LAYERS, matrices);
        LoraWriter.write(folder.resolve("two"), CONFIG, LAYERS, Map.copyOf(new HashMap<>(matrices)));
        for (String name : List.of(LoraFolder.WEIGHTS, LoraConfigFile.NAME)) {
            assertThat(folder.resolve("one").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("two").resolve(name));
        }
    }

    @Test
    void anUpdateOfZeroChangesNothing() {
        RandomAdapter.write(folder, MODEL, 1, 0);
        Path base = Variants.path("grouped");
        assertThat(VariantScores.scoreFolder(base, "grouped", folder))
                .isEqualTo(VariantScores.scoreFolder(base, "grouped", null));
    }

    @Test
    void matricesThatDoNotFitAreRefusedBeforeAnythingIsWritten() {
        var unknown = Map.of("lm_head", new LoraWriter.Matrices(new float[4], new float[4]));
        assertThatThrownBy(() -> LoraWriter.write(folder, CONFIG, LAYERS, unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lm_head");
        String module = LAYERS.names().get(0);
        var misshapen = Map.of(module, new LoraWriter.Matrices(new float[5], new float[4]));
        assertThatThrownBy(() -> LoraWriter.write(folder, CONFIG, LAYERS, misshapen))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(module);
        assertThat(Files.exists(folder.resolve(LoraFolder.WEIGHTS))).isFalse();
    }
}
