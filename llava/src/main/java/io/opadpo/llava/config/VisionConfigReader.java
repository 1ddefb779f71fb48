package io.opadpo.llava.config;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the CLIP part of a configuration, with the defaults of transformers' {@code CLIPVisionConfig}. */
final class VisionConfigReader {

    /** The tower of LLaVA-1.5: {@code openai/clip-vit-large-patch14-336}. */
    static final VisionConfig CLIP_LARGE_336 =
            new VisionConfig(1024, 4096, 24, 16, 336, 14, 1e-5, Activation.QUICK_GELU);

    private static final int MAX_LAYERS = 1024;
    private static final int MAX_IMAGE_SIZE = 8192;

    private VisionConfigReader() {}

    static VisionConfig read(ConfigFields vision) {
        vision.require("model_type", "clip_vision_model");
        if (vision.size("num_channels", 3) != 3) {
            throw vision.invalid("num_channels", "is not 3, which is not supported");
        }
        int hidden = vision.size("hidden_size", 768);
        int heads = vision.size("num_attention_heads", 12);
        if (hidden % heads != 0) {
            throw vision.invalid("num_attention_heads", "is " + heads + ", which does not divide " + hidden);
        }
        int layers = vision.size("num_hidden_layers", 12);
        if (layers > MAX_LAYERS) {
            throw vision.invalid("num_hidden_layers", "is " + layers + ", over " + MAX_LAYERS);
        }
        int image = vision.size("image_size", 224);
        int patch = vision.size("patch_size", 32);
        if (image > MAX_IMAGE_SIZE || patch > image) {
            throw vision.invalid("image_size", "is " + image + " with patches of " + patch);
        }
        return new VisionConfig(
                hidden,
                vision.size("intermediate_size", 3072),
                layers,
                heads,
                image,
                patch,
                vision.positive("layer_norm_eps", 1e-5),
                vision.activation("hidden_act", "quick_gelu"));
    }

    /** The hidden states a field selects, by one number or a list: within [−(layers + 1), layers]. */
    static List<Integer> featureLayers(ConfigFields fields, String name, VisionConfig vision) {
        JsonNode value = fields.value(name);
        if (!fields.has(name)) {
            return List.of(-2);
        }
        List<Integer> layers = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(layer -> layers.add(fields.integer(name, layer)));
        } else {
            layers.add(fields.integer(name, value));
        }
        int states = vision.layers() + 1;
        boolean inRange = layers.stream().allMatch(layer -> layer >= -states && layer < states);
        if (layers.isEmpty() || layers.size() > states || !inRange) {
            throw fields.invalid(name, "does not select among the tower's " + states + " hidden states");
        }
        return layers;
    }
}
