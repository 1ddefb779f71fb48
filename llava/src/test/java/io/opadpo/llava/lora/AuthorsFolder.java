package io.opadpo.llava.lora;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.weights.LlavaWeights;
import io.opadpo.llava.weights.SafetensorsWriter;
import io.opadpo.llava.weights.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fixtures' small model as the authors would publish it: their key names and configuration, and a vocabulary of 32000,
 * so that the image token is not in it.
 *
 * @param model the model's folder
 * @param clip a folder with CLIP's configuration; its weights are the model's
 */
public record AuthorsFolder(Path model, Path clip) {

    public static final int VOCABULARY = 32000;

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Path SOURCE = Fixtures.path("tiny-llava");

    /** Canonical names and the authors'. */
    private static final Map<String, String> PREFIXES = Map.of(
            "language_model.", "model.",
            "lm_head.", "lm_head.",
            "multi_modal_projector.linear_1.", "model.mm_projector.0.",
            "multi_modal_projector.linear_2.", "model.mm_projector.2.",
            "vision_tower.", "model.vision_tower.vision_tower.vision_model.");

    /** Makes both folders in another one. */
    public static AuthorsFolder in(Path parent) throws IOException {
        Path model = Files.createDirectories(parent.resolve("authors"));
        Path clip = Files.createDirectories(parent.resolve("clip"));
        JsonNode source = MAPPER.readTree(Files.readAllBytes(SOURCE.resolve("config.json")));
        ObjectNode config = ((ObjectNode) source.path("text_config")).deepCopy();
        config.put("model_type", "llava_llama").put("vocab_size", VOCABULARY).put("pad_token_id", 0);
        config.put("mm_projector_type", "mlp2x_gelu").put("mm_vision_select_layer", -2);
        Files.write(model.resolve("config.json"), MAPPER.writeValueAsBytes(config));
        ObjectNode tower = MAPPER.createObjectNode().put("model_type", "clip");
        tower.set("vision_config", source.path("vision_config"));
        Files.write(clip.resolve("config.json"), MAPPER.writeValueAsBytes(tower));
        writeWeights(model.resolve("model.safetensors"));
        return new AuthorsFolder(model, clip);
    }

    private static void writeWeights(Path file) throws IOException {
        try (LlavaWeights source = LlavaWeights.open(SOURCE, null)) {
            Map<String, String> keys = new HashMap<>();
            List<TensorInfo> tensors = new ArrayList<>();
            for (String key : source.names()) {
                TensorInfo info = source.info(key);
                List<Long> shape = new ArrayList<>(info.shape());
                if (key.contains("embed_tokens") || key.contains("lm_head")) {
                    shape.set(0, (long) VOCABULARY);
                }
                String name = authors(key);
                keys.put(name, key);
                tensors.add(new TensorInfo(name, info.type(), shape));
            }
            SafetensorsWriter.write(
                    file,
                    tensors,
                    (info, out) -> out.write(source.map(keys.get(info.name()), 0, Math.toIntExact(info.bytes()))));
        }
    }

    private static String authors(String key) {
        return PREFIXES.entrySet().stream()
                .filter(prefix -> key.startsWith(prefix.getKey()))
                .map(prefix -> prefix.getValue() + key.substring(prefix.getKey().length()))
                .findFirst()
                .orElseThrow();
    }
}
