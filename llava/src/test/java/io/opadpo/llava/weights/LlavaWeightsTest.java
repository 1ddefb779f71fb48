package io.opadpo.llava.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LlavaWeightsTest {

    private static final Path TINY = StoreReads.fixture("tiny-llava");

    private final LlavaConfig config = LlavaConfigReader.read(TINY, null);

    @TempDir
    Path folder;

    @TempDir
    Path clip;

    @Test
    void opensTheFixtureWhole() throws IOException {
        try (LlavaWeights weights = LlavaWeights.open(TINY, null)) {
            weights.check(config);
            assertThat(weights.unknownKeys()).isEmpty();
            JsonNode keys = JsonMapper.shared().readTree(Files.readString(StoreReads.fixture("tiny-llava-keys.json")));
            assertThat(keys.size()).isEqualTo(weights.names().size());
            for (JsonNode key : keys) {
                assertThat(weights.names())
                        .contains(WeightNames.canonical(key.stringValue()).orElseThrow());
            }
            assertThat(weights.info("lm_head.weight"))
                    .isEqualTo(new TensorInfo("lm_head.weight", StoredType.BF16, List.of(32064L, 64L)));
            assertThat(weights.fileOf("lm_head.weight")).isEqualTo(TINY.resolve("model.safetensors"));
        }
    }

    @Test
    void opensEveryLayoutToTheSameBytes() {
        List<Function<String, String>> layouts = List.of(
                WeightNames::published,
                name -> name.startsWith("lm_head") ? name : "model." + name,
                name -> name.startsWith("vision_tower.")
                        ? "model.vision_tower.vision_model." + name.substring("vision_tower.".length())
                        : WeightNames.published(name),
                name -> original(name));
        for (Function<String, String> layout : layouts) {
            write(folder, name -> true, layout);
            assertSameAsFixture(null);
        }
    }

    @Test
    void takesTheVisionTowerFromClip() {
        write(folder, name -> !name.startsWith("vision_tower."), LlavaWeightsTest::original);
        write(
                clip,
                name -> !name.startsWith("lm_head"),
                name -> name.startsWith("vision_tower.")
                        ? "vision_model." + name.substring("vision_tower.".length())
                        : "text_model." + name);
        assertSameAsFixture(clip);
    }

    @Test
    void saysHowToSupplyAMissingVisionTower() {
        write(folder, name -> !name.startsWith("vision_tower."), LlavaWeightsTest::original);
        assertThatThrownBy(() -> LlavaWeights.open(folder, null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(
                        folder.toString(),
                        "vision_tower.embeddings.class_embedding",
                        "mm_vision_tower",
                        "openai/clip-vit-large-patch14-336");
        write(clip, name -> name.startsWith("lm_head"), name -> "text_model." + name);
        assertThatThrownBy(() -> LlavaWeights.open(folder, clip))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("neither has " + clip);
    }

    @Test
    void refusesTwoKeysForOneTensor() {
        write(folder, name -> true, Function.identity());
        SafetensorsWriter.write(
                folder.resolve("more.safetensors"),
                List.of(new TensorInfo("model.norm.weight", StoredType.U8, List.of(0L))),
                (tensor, out) -> {});
        // Two files without an index are merged; their names may be anything but model.safetensors.
        assertThat(folder.resolve("model.safetensors")
                        .toFile()
                        .renameTo(folder.resolve("one.safetensors").toFile()))
                .isTrue();
        assertThatThrownBy(() -> LlavaWeights.open(folder, null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(
                        "'language_model.norm.weight' of " + folder.resolve("one.safetensors"),
                        "'model.norm.weight' of " + folder.resolve("more.safetensors"));
    }

    @Test
    void whatTheModelDoesNotNeedMayBeAbsent() {
        Set<String> unused = Set.of("vision_tower.post_layernorm", "vision_tower.encoder.layers.3");
        write(folder, name -> unused.stream().noneMatch(name::startsWith), Function.identity());
        try (LlavaWeights weights = LlavaWeights.open(folder, null)) {
            assertThat(weights.names()).hasSize(105 - 2 - 16);
            weights.check(config);
        }
    }

    @Test
    void listsMissingTensorsUpToTen() {
        write(folder, name -> !name.contains("self_attn"), Function.identity());
        try (LlavaWeights weights = LlavaWeights.open(folder, null)) {
            assertThatThrownBy(() -> weights.check(config))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("language_model.layers.0.self_attn.q_proj.weight is missing")
                    // 3 layers of 4 projections and 3 used vision layers of 8 tensors
                    .hasMessageContaining("and " + (12 + 24 - 10) + " more")
                    .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1 + 10 + 1));
        }
    }

    @Test
    void namesFileAndKeyOfWhatDoesNotFit() throws IOException {
        write(folder, name -> true, WeightNames::published);
        LlavaConfig other = configWith("\"intermediate_size\": 176", "\"intermediate_size\": 180");
        try (LlavaWeights weights = LlavaWeights.open(folder, null)) {
            assertThatThrownBy(() -> weights.check(other))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("'language_model.model.layers.0.mlp.gate_proj.weight' of "
                            + folder.resolve("model.safetensors") + " has shape [176, 64], not [180, 64]");
            LlavaConfig shallow = configWith("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2");
            assertThatThrownBy(() -> weights.check(shallow))
                    .hasMessageContaining("'language_model.model.layers.2.input_layernorm.weight' of")
                    .hasMessageContaining("is not part of the configured model");
        }
    }

    @Test
    void refusesWeightsThatAreNotFloatingPoint() {
        List<TensorInfo> tensors;
        try (LlavaWeights tiny = LlavaWeights.open(TINY, null)) {
            tensors = tiny.names().stream()
                    .map(tiny::info)
                    .map(info -> info.name().contains("q_proj.weight")
                            ? new TensorInfo(info.name(), StoredType.I16, info.shape())
                            : info)
                    .toList();
            CheckpointWriter.write(
                    folder,
                    tensors,
                    CheckpointWriter.DEFAULT_SHARD_BYTES,
                    (tensor, out) -> out.write(StoreReads.whole(tiny, tensor.name())));
        }
        try (LlavaWeights weights = LlavaWeights.open(folder, null)) {
            assertThatThrownBy(() -> weights.check(config)).hasMessageContaining("is stored as I16");
        }
    }

    private void assertSameAsFixture(Path clipFolder) {
        try (LlavaWeights tiny = LlavaWeights.open(TINY, null);
                LlavaWeights weights = LlavaWeights.open(folder, clipFolder)) {
            weights.check(config);
            assertThat(weights.names()).containsExactlyInAnyOrderElementsOf(tiny.names());
            for (String name : List.of(
                    "language_model.layers.2.mlp.down_proj.weight",
                    "multi_modal_projector.linear_2.bias",
                    "vision_tower.encoder.layers.1.self_attn.out_proj.weight")) {
                assertThat(StoreReads.whole(weights, name)).isEqualTo(StoreReads.whole(tiny, name));
            }
        }
    }

    /** The fixture's tensors under other names. */
    private static void write(Path folder, Predicate<String> kept, Function<String, String> layout) {
        try (LlavaWeights tiny = LlavaWeights.open(TINY, null)) {
            var stored = tiny.names().stream().filter(kept).collect(Collectors.toMap(layout, Function.identity()));
            List<TensorInfo> tensors = stored.entrySet().stream()
                    .map(entry -> tiny.info(entry.getValue()).named(entry.getKey()))
                    .toList();
            CheckpointWriter.write(
                    folder,
                    tensors,
                    CheckpointWriter.DEFAULT_SHARD_BYTES,
                    (tensor, out) -> out.write(StoreReads.whole(tiny, stored.get(tensor.name()))));
        }
    }

    private static String original(String canonical) {
        return Optional.of(canonical)
                .map(name -> name.replaceFirst("^language_model\\.", "model."))
                .map(name -> name.replaceFirst("^multi_modal_projector\\.linear_1", "model.mm_projector.0"))
                .map(name -> name.replaceFirst("^multi_modal_projector\\.linear_2", "model.mm_projector.2"))
                .map(name -> name.replaceFirst("^vision_tower\\.", "model.vision_tower.vision_tower.vision_model."))
                .orElseThrow();
    }

    private LlavaConfig configWith(String from, String to) throws IOException {
        String json = Files.readString(TINY.resolve("config.json"));
        assertThat(json).contains(from);
        Files.writeString(clip.resolve("config.json"), json.replace(from, to));
        return LlavaConfigReader.read(clip, null);
    }
}
