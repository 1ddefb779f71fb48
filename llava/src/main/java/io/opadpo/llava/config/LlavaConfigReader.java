package io.opadpo.llava.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a model folder's {@code config.json} and {@code generation_config.json}, in either published layout. */
public final class LlavaConfigReader {

    static final String CONFIG = "config.json";

    private static final String GENERATION_CONFIG = "generation_config.json";
    private static final String CLIP_LARGE_336_NAME = "clip-vit-large-patch14-336";
    private static final int IMAGE_TOKEN = 32000;

    private LlavaConfigReader() {}

    /**
     * The configuration of the model in a folder.
     *
     * <p>Hugging Face's layout nests {@code text_config} and {@code vision_config}; the authors' own is LLaMA's with
     * fields {@code mm_…} beside it and leaves the tower to CLIP's folder.
     *
     * @param clipFolder folder of the CLIP model, for the authors' layout only; without it the tower must be
     *     {@code openai/clip-vit-large-patch14-336}
     * @throws ConfigException naming file and field of what is wrong or not supported
     * @throws io.opadpo.llava.files.JsonFileException if a file is not readable JSON
     */
    public static LlavaConfig read(Path folder, @Nullable Path clipFolder) {
        ConfigFields root = ConfigFields.read(folder.resolve(CONFIG));
        ConfigFields generation = ConfigFields.readIfExists(folder.resolve(GENERATION_CONFIG));
        if (root.has("quantization_config")) {
            throw root.invalid("quantization_config", "is set; quantised weights are not supported");
        }
        if (isOriginal(root)) {
            return readOriginal(root, generation, clipFolder);
        }
        root.require("model_type", "llava");
        return readHuggingFace(root, generation);
    }

    private static boolean isOriginal(ConfigFields root) {
        for (JsonNode architecture : root.value("architectures")) {
            if (architecture.asString("").equals("LlavaLlamaForCausalLM")) {
                return true;
            }
        }
        return root.text("model_type", "").equals("llava_llama") || root.has("mm_vision_tower");
    }

    private static LlavaConfig readHuggingFace(ConfigFields root, ConfigFields generation) {
        ConfigFields text = root.object("text_config");
        text.require("model_type", "llama");
        VisionConfig vision = root.has("vision_config")
                ? VisionConfigReader.read(root.object("vision_config"))
                : VisionConfigReader.CLIP_LARGE_336;
        String strategy = root.text("vision_feature_select_strategy", "default");
        if (!strategy.equals("default") && !strategy.equals("full")) {
            throw root.invalid("vision_feature_select_strategy", "is neither \"default\" nor \"full\"");
        }
        int imageToken = root.integer("image_token_index", root.integer("image_token_id", IMAGE_TOKEN));
        if (imageToken < 0) {
            throw root.invalid("image_token_index", "is negative");
        }
        return new LlavaConfig(
                vision,
                TextConfigReader.read(text, root, generation),
                VisionConfigReader.featureLayers(root, "vision_feature_layer", vision),
                strategy.equals("full"),
                root.activation("projector_hidden_act", "gelu"),
                root.flag("multimodal_projector_bias", true),
                imageToken);
    }

    private static LlavaConfig readOriginal(ConfigFields root, ConfigFields generation, @Nullable Path clipFolder) {
        // The authors' own default is a single linear layer, so an absent field is not the supported one.
        if (!root.text("mm_projector_type", "linear").equals("mlp2x_gelu")) {
            throw root.invalid("mm_projector_type", "is not \"mlp2x_gelu\", the only supported one");
        }
        root.requireOff("mm_use_im_start_end");
        if (root.text("image_aspect_ratio", "pad").startsWith("anyres")) {
            throw root.invalid("image_aspect_ratio", "is of LLaVA-NeXT, which is not supported");
        }
        String feature = root.text("mm_vision_select_feature", "patch");
        if (!feature.equals("patch") && !feature.equals("cls_patch")) {
            throw root.invalid("mm_vision_select_feature", "is neither \"patch\" nor \"cls_patch\"");
        }
        VisionConfig vision = clipFolder == null ? clipByName(root) : readClip(clipFolder);
        return new LlavaConfig(
                vision,
                TextConfigReader.read(root, root, generation),
                VisionConfigReader.featureLayers(root, "mm_vision_select_layer", vision),
                feature.equals("cls_patch"),
                Activation.GELU,
                true,
                IMAGE_TOKEN);
    }

    private static VisionConfig clipByName(ConfigFields root) {
        String tower = root.text("mm_vision_tower", CLIP_LARGE_336_NAME);
        if (!tower.contains(CLIP_LARGE_336_NAME)) {
            throw root.invalid(
                    "mm_vision_tower",
                    "is \"" + ConfigFields.abridged(tower) + "\"; give the folder of that CLIP model");
        }
        return VisionConfigReader.CLIP_LARGE_336;
    }

    private static VisionConfig readClip(Path folder) {
        ConfigFields root = ConfigFields.read(folder.resolve(CONFIG));
        if (!root.has("vision_config")) {
            return VisionConfigReader.read(root);
        }
        root.require("model_type", "clip");
        return VisionConfigReader.read(root.object("vision_config"));
    }
}
