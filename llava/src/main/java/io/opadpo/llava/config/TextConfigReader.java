package io.opadpo.llava.config;

import tools.jackson.databind.JsonNode;

/** Reads the LLaMA part of a configuration, with the defaults of transformers' {@code LlamaConfig}. */
final class TextConfigReader {

    private static final int MAX_LAYERS = 1024;

    private TextConfigReader() {}

    /**
     * @param text the fields of LLaMA itself
     * @param root the whole configuration, asked where {@code text} says nothing
     * @param generation {@code generation_config.json}, whose token ids count first
     */
    static TextConfig read(ConfigFields text, ConfigFields root, ConfigFields generation) {
        checkSupported(text);
        int hidden = text.size("hidden_size", 4096);
        int heads = text.size("num_attention_heads", 32);
        int kvHeads = text.size("num_key_value_heads", heads);
        if (heads % kvHeads != 0) {
            throw text.invalid("num_key_value_heads", "is " + kvHeads + ", which does not divide " + heads + " heads");
        }
        int vocabulary = text.size("vocab_size", 32000);
        return new TextConfig(
                hidden,
                text.size("intermediate_size", 11008),
                layers(text),
                heads,
                kvHeads,
                headDim(text, hidden, heads),
                vocabulary,
                text.size("max_position_embeddings", 2048),
                text.positive("rms_norm_eps", 1e-6),
                ropeTheta(text),
                text.flag("tie_word_embeddings", root.flag("tie_word_embeddings", false)),
                tokenId("bos_token_id", 1, generation, text, root),
                endToken(vocabulary, generation, text, root),
                tokenId("pad_token_id", 0, generation, text, root));
    }

    private static void checkSupported(ConfigFields text) {
        text.require("hidden_act", "silu");
        text.requireOff("attention_bias");
        text.requireOff("mlp_bias");
        for (String name : new String[] {"rope_scaling", "rope_parameters"}) {
            ConfigFields rope = text.object(name);
            rope.require("type", "default");
            rope.require("rope_type", "default");
            if (rope.positive("partial_rotary_factor", 1) != 1) {
                throw rope.invalid("partial_rotary_factor", "is not 1, which is not supported");
            }
        }
    }

    private static int layers(ConfigFields text) {
        int layers = text.size("num_hidden_layers", 32);
        if (layers > MAX_LAYERS) {
            throw text.invalid("num_hidden_layers", "is " + layers + ", over " + MAX_LAYERS);
        }
        return layers;
    }

    private static int headDim(ConfigFields text, int hidden, int heads) {
        if (!text.has("head_dim") && hidden % heads != 0) {
            throw text.invalid("num_attention_heads", "is " + heads + ", which does not divide " + hidden);
        }
        int headDim = text.size("head_dim", Math.max(1, hidden / heads));
        if (headDim % 2 != 0) {
            throw text.invalid("head_dim", "is " + headDim + "; rotary embeddings need an even one");
        }
        return headDim;
    }

    private static double ropeTheta(ConfigFields text) {
        return text.object("rope_parameters").positive("rope_theta", text.positive("rope_theta", 10000));
    }

    /** The end token is looked up in the logits, so it must be among them. */
    private static int endToken(int vocabulary, ConfigFields generation, ConfigFields text, ConfigFields root) {
        int id = tokenId("eos_token_id", 2, generation, text, root);
        if (id >= vocabulary) {
            throw text.invalid("eos_token_id", "is " + id + ", outside the vocabulary of " + vocabulary);
        }
        return id;
    }

    /** The first source that names the token; −1 is an old way of saying that there is none. */
    private static int tokenId(String name, int byDefault, ConfigFields... sources) {
        for (ConfigFields source : sources) {
            JsonNode value = source.value(name);
            // Several end tokens are allowed; the first one is the model's own.
            int id = source.has(name) ? source.integer(name, value.isArray() ? value.path(0) : value) : -1;
            if (id >= 0) {
                return id;
            }
        }
        return byDefault;
    }
}
