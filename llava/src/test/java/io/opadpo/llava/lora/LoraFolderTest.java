package io.opadpo.llava.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.LlavaException;
import io.opadpo.llava.Variants;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.lora.AdapterFiles.Stored;
import io.opadpo.llava.model.VariantScores;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoraFolderTest {

    private static final String Q = "base_model.model.model.language_model.layers.0.self_attn.q_proj";
    private static final LlavaConfig MODEL = LlavaConfigReader.read(Variants.path("grouped"), null);

    @TempDir
    private Path folder;

    private AbstractThrowableAssert<?, ?> assertRefused(Consumer<Map<String, Stored>> change) {
        Path changed = AdapterFiles.withTensors(folder, change);
        return assertThatThrownBy(() -> LoraFolder.open(changed, MODEL))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void aMissingHalfIsNamed() {
        assertRefused(tensors -> tensors.remove(Q + ".lora_B.weight"))
                .hasMessageContaining("language_model.layers.0.self_attn.q_proj")
                .hasMessageContaining("lora_B");
        assertRefused(tensors -> tensors.remove(Q + ".lora_A.weight")).hasMessageContaining("lora_A");
    }

    @Test
    void foreignKeysAreNamed() {
        assertRefused(tensors -> tensors.put("foreign.key", tensors.get(Q + ".lora_A.weight")))
                .hasMessageContaining("foreign.key");
        assertRefused(tensors -> tensors.put("foreign.lora_A.weight", tensors.get(Q + ".lora_A.weight")))
                .hasMessageContaining("foreign.lora_A.weight");
        assertRefused(tensors -> tensors.put(Q + ".lora_magnitude_vector", tensors.get(Q + ".lora_A.weight")))
                .hasMessageContaining("lora_magnitude_vector");
        assertRefused(tensors -> tensors.put(".lora_A.weight", tensors.get(Q + ".lora_A.weight")))
                .hasMessageContaining(".lora_A.weight");
    }

    @Test
    void modulesThatAreNotLinearLayersAreNamed() {
        for (String module :
                List.of("lm_head", "model.language_model.embed_tokens", "model.language_model.layers.7.mlp.up_proj")) {
            assertRefused(tensors -> {
                        tensors.put("base_model.model." + module + ".lora_A.weight", tensors.get(Q + ".lora_A.weight"));
                        tensors.put("base_model.model." + module + ".lora_B.weight", tensors.get(Q + ".lora_B.weight"));
                    })
                    .hasMessageContaining("no linear layer")
                    .hasMessageContaining(module.substring(module.lastIndexOf('.') + 1));
        }
    }

    @Test
    void wrongShapesAndTypesAreNamed() {
        String key = Q + ".lora_A.weight";
        assertRefused(tensors -> tensors.put(key, reshaped(tensors.get(key), List.of(16L, 3L))))
                .hasMessageContaining(key)
                .hasMessageContaining("[16, 3]")
                .hasMessageContaining("[3, 16]");
        assertRefused(tensors -> tensors.put(key, reshaped(tensors.get(key), List.of(48L))))
                .hasMessageContaining(key);
        assertRefused(tensors -> tensors.put(
                        key,
                        new Stored(
                                StoredType.I32,
                                List.of(3L, 16L),
                                tensors.get(key).bytes())))
                .hasMessageContaining(key)
                .hasMessageContaining("I32");
    }

    private static Stored reshaped(Stored tensor, List<Long> shape) {
        return new Stored(tensor.type(), shape, tensor.bytes());
    }

    @Test
    void oneModuleUnderTwoNamesIsNamed() {
        assertRefused(tensors -> tensors.put(
                        "base_model.model.language_model.model.layers.0.self_attn.q_proj.lora_A.weight",
                        tensors.get(Q + ".lora_A.weight")))
                .hasMessageContaining("two names");
    }

    @Test
    void anEmptyOrAbsentFileIsNamed() throws IOException {
        assertRefused(Map::clear).hasMessageContaining("no LoRA weights");
        Files.delete(folder.resolve(LoraFolder.WEIGHTS));
        assertThatThrownBy(() -> LoraFolder.open(folder, MODEL))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(LoraFolder.WEIGHTS);
    }

    @Test
    void anAdapterOfAnotherModelIsRefused() {
        LlavaConfig other = LlavaConfigReader.read(Fixtures.path("tiny-llava"), null);
        assertThatThrownBy(() -> LoraFolder.open(AdapterFiles.ORIGINAL, other))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("has shape");
    }

    @Test
    void aRankOtherThanTheConfiguredOneIsRefused() {
        Path changed = AdapterFiles.withConfig(folder, json -> json.put("r", 5));
        assertThatThrownBy(() -> LoraFolder.open(changed, MODEL))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("has shape");
    }

    /** PEFT gives matrices to all of the tower, the model runs it up to its last feature layer. */
    @Test
    void matricesOfUnusedTowerLayersAreAllowed() {
        assertThat(new LinearLayers(MODEL).names())
                .noneMatch(name -> name.startsWith("vision_tower.encoder.layers.2."));
        try (LoraFolder opened = LoraFolder.open(AdapterFiles.ORIGINAL, MODEL)) {
            assertThat(opened.modules()).contains("vision_tower.encoder.layers.2.mlp.fc1");
        }
    }

    /** Names that PEFT writes over older transformers, and over the authors' own code. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void namesOfOtherLayoutsAreKnown(boolean authors) {
        Path renamed = AdapterFiles.renamed(folder, key -> authors ? authorsName(key) : publishedName(key));
        float[] expected = Variants.golden("grouped").floats("adapter_response_logprobs");
        float[] actual = VariantScores.scoreFolder(Variants.path("grouped"), "grouped", renamed);
        assertThat(actual).containsExactly(expected, Offset.offset(2e-4f));
    }

    private static String publishedName(String key) {
        return key.replace("model.model.model.language_model.", "model.model.language_model.model.")
                .replace("base_model.model.model.", "base_model.model.")
                .replace("vision_tower.", "vision_tower.vision_model.");
    }

    private static String authorsName(String key) {
        return key.replace("model.language_model.", "model.")
                .replace("multi_modal_projector.linear_1", "mm_projector.0")
                .replace("multi_modal_projector.linear_2", "mm_projector.2")
                .replace("model.vision_tower.", "model.vision_tower.vision_tower.vision_model.");
    }

    @Test
    void damagedFilesThrowNothingUntyped() throws IOException {
        AdapterFiles.withConfig(folder, json -> {});
        byte[] bytes = Files.readAllBytes(AdapterFiles.ORIGINAL.resolve(LoraFolder.WEIGHTS));
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] damaged = bytes.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(i == 0 ? 8000 : damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(folder.resolve(LoraFolder.WEIGHTS), damaged);
            Throwable thrown =
                    catchThrowable(() -> LoraFolder.open(folder, MODEL).close());
            if (thrown != null) {
                assertThat(thrown).as("seed %d", seed).isInstanceOf(LlavaException.class);
            }
        }
        Files.write(folder.resolve(LoraFolder.WEIGHTS), new byte[4]);
        assertThatThrownBy(() -> LoraFolder.open(folder, MODEL))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(LoraFolder.WEIGHTS);
    }
}
