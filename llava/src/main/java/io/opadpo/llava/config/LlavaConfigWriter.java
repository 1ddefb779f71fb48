package io.opadpo.llava.config;

import io.opadpo.llava.files.AtomicFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes a configuration as Hugging Face's {@code LlavaForConditionalGeneration} reads it. */
public final class LlavaConfigWriter {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private LlavaConfigWriter() {}

    /**
     * Writes {@code config.json} into a folder, replacing one that is there.
     *
     * @throws ConfigException if it cannot be written
     */
    public static void write(Path folder, LlavaConfig config) {
        Path file = folder.resolve(LlavaConfigReader.CONFIG);
        byte[] json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(toJson(config));
        try {
            AtomicFile.write(file, channel -> Channels.newOutputStream(channel).write(json));
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be written (" + e + ")", e);
        }
    }

    private static ObjectNode toJson(LlavaConfig config) {
        TextConfig text = config.text();
        ObjectNode root = MAPPER.createObjectNode();
        root.putArray("architectures").add("LlavaForConditionalGeneration");
        root.put("model_type", "llava");
        root.put("image_token_index", config.imageTokenId());
        root.put("image_seq_length", config.imageTokens());
        root.put("multimodal_projector_bias", config.projectorBias());
        root.put("projector_hidden_act", name(config.projectorActivation()));
        root.put("vision_feature_select_strategy", config.keepClassToken() ? "full" : "default");
        if (config.featureLayers().size() == 1) {
            root.put("vision_feature_layer", config.featureLayers().get(0));
        } else {
            config.featureLayers().forEach(root.putArray("vision_feature_layer")::add);
        }
        // Versions of transformers differ in which of the two levels they ask.
        root.put("tie_word_embeddings", text.tiedEmbeddings());
        root.put("pad_token_id", text.padId());
        putText(root.putObject("text_config"), text);
        putVision(root.putObject("vision_config"), config.vision());
        return root;
    }

    private static void putText(ObjectNode json, TextConfig text) {
        json.putArray("architectures").add("LlamaForCausalLM");
        json.put("model_type", "llama");
        json.put("hidden_size", text.hiddenSize());
        json.put("intermediate_size", text.intermediateSize());
        json.put("num_hidden_layers", text.layers());
        json.put("num_attention_heads", text.heads());
        json.put("num_key_value_heads", text.kvHeads());
        json.put("head_dim", text.headDim());
        json.put("vocab_size", text.vocabSize());
        json.put("max_position_embeddings", text.maxPositions());
        json.put("hidden_act", "silu");
        json.put("rms_norm_eps", text.rmsNormEps());
        // Before transformers 5 only the first of these is read, since then only the second.
        json.put("rope_theta", text.ropeTheta());
        json.putObject("rope_parameters").put("rope_theta", text.ropeTheta()).put("rope_type", "default");
        json.put("tie_word_embeddings", text.tiedEmbeddings());
        json.put("bos_token_id", text.bosId());
        json.put("eos_token_id", text.eosId());
        json.put("pad_token_id", text.padId());
    }

    private static void putVision(ObjectNode json, VisionConfig vision) {
        json.put("model_type", "clip_vision_model");
        json.put("hidden_size", vision.hiddenSize());
        json.put("intermediate_size", vision.intermediateSize());
        json.put("num_hidden_layers", vision.layers());
        json.put("num_attention_heads", vision.heads());
        json.put("image_size", vision.imageSize());
        json.put("patch_size", vision.patchSize());
        json.put("layer_norm_eps", vision.layerNormEps());
        json.put("hidden_act", name(vision.activation()));
        // LLaVA does not use the projection; transformers' own default for it is that of another tower.
        json.put("projection_dim", 768);
    }

    private static String name(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }
}
