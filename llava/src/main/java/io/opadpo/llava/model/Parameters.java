package io.opadpo.llava.model;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.LlavaConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The weights as the script takes them: one dictionary per layer, keyed by Hugging Face names within the layer. Where
 * adapters are active, number {@code i} adds {@code <linear>.lora_i.A} and {@code .B} beside the linear's own weight.
 *
 * <p>Dictionaries hold references, so this costs no device memory.
 */
final class Parameters implements AutoCloseable {

    private static final String TOWER = "vision_tower.";
    private static final String DECODER = "language_model.";

    final IValue visionEmbeddings;
    final List<IValue> visionLayers;
    final IValue projector;
    final IValue embedding;
    final List<IValue> decoderLayers;
    final IValue head;

    Parameters(LlavaConfig config, Map<String, PtNDArray> tensors) {
        Map<String, Map<String, PtNDArray>> groups = group(tensors);
        this.visionEmbeddings = dictionary(groups, TOWER);
        this.visionLayers = layers(groups, TOWER + "encoder.layers.", config.visionLayersUsed());
        this.projector = dictionary(groups, "multi_modal_projector.");
        this.decoderLayers = layers(groups, DECODER + "layers.", config.text().layers());
        PtNDArray table = Objects.requireNonNull(tensors.get(DECODER + "embed_tokens.weight"));
        this.embedding = IValue.from(table);
        Map<String, PtNDArray> output = new HashMap<>(groups.getOrDefault(DECODER, Map.of()));
        output.putAll(groups.getOrDefault("lm_head.", Map.of()));
        if (config.text().tiedEmbeddings()) {
            output.put("lm_head.weight", table);
        }
        this.head = IValue.stringMapFrom(output);
    }

    private static IValue dictionary(Map<String, Map<String, PtNDArray>> groups, String prefix) {
        return IValue.stringMapFrom(groups.getOrDefault(prefix, Map.of()));
    }

    private static List<IValue> layers(Map<String, Map<String, PtNDArray>> groups, String prefix, int count) {
        List<IValue> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            layers.add(dictionary(groups, prefix + i + "."));
        }
        return List.copyOf(layers);
    }

    /** Splits canonical names into the group that one script call takes and the name within it. */
    private static Map<String, Map<String, PtNDArray>> group(Map<String, PtNDArray> tensors) {
        Map<String, Map<String, PtNDArray>> groups = new HashMap<>();
        tensors.forEach((name, tensor) -> {
            String prefix = prefix(name);
            String rest = prefix.equals("lm_head.") ? name : name.substring(prefix.length());
            groups.computeIfAbsent(prefix, p -> new HashMap<>()).put(rest, tensor);
        });
        return groups;
    }

    private static String prefix(String name) {
        int layers = name.indexOf("layers.");
        if (layers >= 0) {
            return name.substring(0, name.indexOf('.', layers + "layers.".length()) + 1);
        }
        return name.substring(0, name.indexOf('.') + 1);
    }

    @Override
    public void close() {
        visionEmbeddings.close();
        visionLayers.forEach(IValue::close);
        projector.close();
        embedding.close();
        decoderLayers.forEach(IValue::close);
        head.close();
    }
}
