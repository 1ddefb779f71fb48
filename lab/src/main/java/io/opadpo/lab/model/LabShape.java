package io.opadpo.lab.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes all of the built-in model's folder but its weights: LLaVA-1.5's architecture with about a million weights, as
 * transformers reads it.
 */
public final class LabShape {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int IMAGE = 56;
    private static final int PATCH = 14;
    private static final int VISION_HIDDEN = 64;
    private static final int VISION_LAYERS = 4;
    private static final int HIDDEN = 128;
    private static final int LAYERS = 3;
    private static final int HEADS = 4;
    private static final int INTERMEDIATE = 344;
    private static final int POSITIONS = 512;

    private static final double[] CLIP_MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] CLIP_STD = {0.26862954, 0.26130258, 0.27577711};

    private final LabVocabulary vocabulary = new LabVocabulary();

    /** Writes the files into a folder, which is made if it is not there. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder, "config.json", config());
        write(folder, "generation_config.json", generation());
        write(folder, "tokenizer.json", vocabulary.tokenizer());
        write(folder, "tokenizer_config.json", tokenizerConfig());
        write(folder, "preprocessor_config.json", preprocessor());
        write(folder, "processor_config.json", processor());
    }

    private static void write(Path folder, String name, ObjectNode json) throws IOException {
        // The tokenizer has a line to each of its pieces otherwise.
        byte[] bytes = name.equals("tokenizer.json")
                ? JSON.writeValueAsBytes(json)
                : JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        Files.write(folder.resolve(name), bytes);
    }

    private ObjectNode config() {
        ObjectNode json = JSON.createObjectNode();
        json.putArray("architectures").add("LlavaForConditionalGeneration");
        json.put("model_type", "llava")
                .put("image_token_index", vocabulary.imageId())
                .put("image_seq_length", (IMAGE / PATCH) * (IMAGE / PATCH))
                .put("multimodal_projector_bias", true)
                .put("projector_hidden_act", "gelu")
                .put("vision_feature_layer", -2)
                .put("vision_feature_select_strategy", "default")
                .put("tie_word_embeddings", false)
                .put("pad_token_id", vocabulary.padId());
        text(json.putObject("text_config"));
        vision(json.putObject("vision_config"));
        return json;
    }

    private void text(ObjectNode json) {
        json.put("model_type", "llama")
                .put("hidden_size", HIDDEN)
                .put("intermediate_size", INTERMEDIATE)
                .put("num_hidden_layers", LAYERS)
                .put("num_attention_heads", HEADS)
                .put("num_key_value_heads", HEADS)
                .put("head_dim", HIDDEN / HEADS)
                .put("vocab_size", vocabulary.size())
                .put("max_position_embeddings", POSITIONS)
                .put("hidden_act", "silu")
                .put("rms_norm_eps", 1e-5)
                .put("rope_theta", 10000.0)
                .put("tie_word_embeddings", false)
                .put("bos_token_id", 1)
                .put("eos_token_id", 2)
                .put("pad_token_id", vocabulary.padId());
        json.putObject("rope_parameters").put("rope_theta", 10000.0).put("rope_type", "default");
    }

    private static void vision(ObjectNode json) {
        json.put("model_type", "clip_vision_model")
                .put("hidden_size", VISION_HIDDEN)
                .put("intermediate_size", 4 * VISION_HIDDEN)
                .put("num_hidden_layers", VISION_LAYERS)
                .put("num_attention_heads", HEADS)
                .put("image_size", IMAGE)
                .put("patch_size", PATCH)
                .put("num_channels", 3)
                .put("layer_norm_eps", 1e-5)
                .put("hidden_act", "quick_gelu")
                .put("projection_dim", VISION_HIDDEN);
    }

    private ObjectNode generation() {
        return JSON.createObjectNode()
                .put("bos_token_id", 1)
                .put("eos_token_id", 2)
                .put("pad_token_id", vocabulary.padId());
    }

    private static ObjectNode tokenizerConfig() {
        return JSON.createObjectNode()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("bos_token", "<s>")
                .put("eos_token", "</s>")
                .put("unk_token", "<unk>")
                .put("pad_token", "<pad>")
                .put("padding_side", "left")
                .put("clean_up_tokenization_spaces", false)
                .put("model_max_length", POSITIONS);
    }

    private static ObjectNode preprocessor() {
        ObjectNode json = JSON.createObjectNode()
                .put("image_processor_type", "CLIPImageProcessor")
                .put("do_convert_rgb", true)
                .put("do_resize", true)
                .put("resample", 3)
                .put("do_center_crop", true)
                .put("do_rescale", true)
                .put("rescale_factor", 1 / 255.0)
                .put("do_normalize", true);
        json.putObject("size").put("shortest_edge", IMAGE);
        json.putObject("crop_size").put("height", IMAGE).put("width", IMAGE);
        for (int i = 0; i < CLIP_MEAN.length; i++) {
            json.withArray("image_mean").add(CLIP_MEAN[i]);
            json.withArray("image_std").add(CLIP_STD[i]);
        }
        return json;
    }

    private static ObjectNode processor() {
        return JSON.createObjectNode()
                .put("processor_class", "LlavaProcessor")
                .put("image_token", "<image>")
                .put("patch_size", PATCH)
                .put("num_additional_image_tokens", 1)
                .put("vision_feature_select_strategy", "default");
    }
}
