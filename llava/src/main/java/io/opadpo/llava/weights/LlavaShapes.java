package io.opadpo.llava.weights;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.TextConfig;
import io.opadpo.llava.config.VisionConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Canonical names and shapes of the tensors that a configuration calls for. */
public final class LlavaShapes {

    private static final long IMAGE_CHANNELS = 3;

    private final Map<String, List<Long>> required = new LinkedHashMap<>();
    private final Map<String, List<Long>> optional = new LinkedHashMap<>();

    private LlavaShapes() {}

    /** Shapes of a model. */
    public static LlavaShapes of(LlavaConfig config) {
        LlavaShapes shapes = new LlavaShapes();
        shapes.text(config.text());
        shapes.projector(config);
        shapes.vision(config.vision(), config.visionLayersUsed());
        return shapes;
    }

    /** Tensors the model cannot run without. */
    public Map<String, List<Long>> required() {
        return required;
    }

    /** Tensors that may be there and, if so, must fit. */
    public Map<String, List<Long>> optional() {
        return optional;
    }

    /**
     * Shape of one of them.
     *
     * @throws IllegalArgumentException if the model has no such tensor
     */
    public List<Long> shape(String name) {
        List<Long> shape = required.containsKey(name) ? required.get(name) : optional.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("the model has no tensor " + name);
        }
        return shape;
    }

    private void text(TextConfig text) {
        long hidden = text.hiddenSize();
        long queries = (long) text.heads() * text.headDim();
        long keys = (long) text.kvHeads() * text.headDim();
        List<Long> vocabulary = List.of((long) text.vocabSize(), hidden);
        required.put("language_model.embed_tokens.weight", vocabulary);
        for (int i = 0; i < text.layers(); i++) {
            String layer = "language_model.layers." + i;
            required.put(layer + ".input_layernorm.weight", List.of(hidden));
            required.put(layer + ".self_attn.q_proj.weight", List.of(queries, hidden));
            required.put(layer + ".self_attn.k_proj.weight", List.of(keys, hidden));
            required.put(layer + ".self_attn.v_proj.weight", List.of(keys, hidden));
            required.put(layer + ".self_attn.o_proj.weight", List.of(hidden, queries));
            required.put(layer + ".post_attention_layernorm.weight", List.of(hidden));
            required.put(layer + ".mlp.gate_proj.weight", List.of((long) text.intermediateSize(), hidden));
            required.put(layer + ".mlp.up_proj.weight", List.of((long) text.intermediateSize(), hidden));
            required.put(layer + ".mlp.down_proj.weight", List.of(hidden, (long) text.intermediateSize()));
        }
        required.put("language_model.norm.weight", List.of(hidden));
        (text.tiedEmbeddings() ? optional : required).put("lm_head.weight", vocabulary);
    }

    private void projector(LlavaConfig config) {
        long hidden = config.text().hiddenSize();
        linear(required, "multi_modal_projector.linear_1", hidden, config.visionFeatureSize(), config.projectorBias());
        linear(required, "multi_modal_projector.linear_2", hidden, hidden, config.projectorBias());
    }

    private void vision(VisionConfig vision, int layersUsed) {
        long hidden = vision.hiddenSize();
        long patch = vision.patchSize();
        required.put("vision_tower.embeddings.class_embedding", List.of(hidden));
        required.put("vision_tower.embeddings.patch_embedding.weight", List.of(hidden, IMAGE_CHANNELS, patch, patch));
        required.put("vision_tower.embeddings.position_embedding.weight", List.of(vision.patches() + 1L, hidden));
        norm(required, "vision_tower.pre_layrnorm", hidden);
        for (int i = 0; i < vision.layers(); i++) {
            visionLayer(i < layersUsed ? required : optional, "vision_tower.encoder.layers." + i, vision);
        }
        norm(optional, "vision_tower.post_layernorm", hidden);
    }

    private static void visionLayer(Map<String, List<Long>> shapes, String layer, VisionConfig vision) {
        long hidden = vision.hiddenSize();
        norm(shapes, layer + ".layer_norm1", hidden);
        for (String projection : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
            linear(shapes, layer + ".self_attn." + projection, hidden, hidden, true);
        }
        norm(shapes, layer + ".layer_norm2", hidden);
        linear(shapes, layer + ".mlp.fc1", vision.intermediateSize(), hidden, true);
        linear(shapes, layer + ".mlp.fc2", hidden, vision.intermediateSize(), true);
    }

    private static void norm(Map<String, List<Long>> shapes, String name, long size) {
        shapes.put(name + ".weight", List.of(size));
        shapes.put(name + ".bias", List.of(size));
    }

    private static void linear(Map<String, List<Long>> shapes, String name, long out, long in, boolean bias) {
        shapes.put(name + ".weight", List.of(out, in));
        if (bias) {
            shapes.put(name + ".bias", List.of(out));
        }
    }
}
