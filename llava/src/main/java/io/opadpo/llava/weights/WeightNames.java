package io.opadpo.llava.weights;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Translates the names that published checkpoints give their tensors.
 *
 * <p>Canonical names are {@code language_model.layers.0.self_attn.q_proj.weight}, {@code lm_head.weight},
 * {@code multi_modal_projector.linear_1.weight}, {@code vision_tower.encoder.layers.0.mlp.fc1.weight} and so on. Known
 * layouts: LLaVA as Hugging Face publishes it and as newer transformers save it, the authors' own, CLIP by itself, and
 * PEFT's prefix before any of them.
 */
public final class WeightNames {

    static final String TEXT = "language_model.";
    static final String PROJECTOR = "multi_modal_projector.";
    static final String VISION = "vision_tower.";
    static final String LM_HEAD = "lm_head.";

    private static final String PEFT = "base_model.model.";

    /** A layout's prefix and the canonical one it stands for. */
    private record Rule(String from, String to) {}

    /** The first match counts, so longer prefixes stand before those they begin with. */
    private static final List<Rule> RULES = List.of(
            // Hugging Face, as published
            new Rule("language_model.model.", TEXT),
            new Rule("language_model.lm_head.", LM_HEAD),
            new Rule("vision_tower.vision_model.", VISION),
            // The authors' own
            new Rule("model.layers.", TEXT + "layers."),
            new Rule("model.embed_tokens.", TEXT + "embed_tokens."),
            new Rule("model.norm.", TEXT + "norm."),
            new Rule("model.mm_projector.0.", PROJECTOR + "linear_1."),
            new Rule("model.mm_projector.2.", PROJECTOR + "linear_2."),
            new Rule("model.vision_tower.vision_tower.vision_model.", VISION),
            // Hugging Face, newer
            new Rule("model.language_model.", TEXT),
            new Rule("model.multi_modal_projector.", PROJECTOR),
            new Rule("model.vision_tower.vision_model.", VISION),
            new Rule("model.vision_tower.", VISION),
            // CLIP by itself
            new Rule("vision_model.", VISION),
            // Canonical already
            new Rule(TEXT, TEXT),
            new Rule(LM_HEAD, LM_HEAD),
            new Rule(PROJECTOR, PROJECTOR),
            new Rule(VISION, VISION));

    private static final List<Rule> PUBLISHED = List.of(
            new Rule(TEXT, "language_model.model."),
            new Rule(LM_HEAD, "language_model.lm_head."),
            new Rule(PROJECTOR, PROJECTOR),
            new Rule(VISION, "vision_tower.vision_model."));

    /** Buffers that can be computed, and the parts of CLIP that LLaVA does not use. */
    private static final Pattern IGNORED = Pattern.compile(
            ".*\\.rotary_emb\\.inv_freq|.*\\.embeddings\\.position_ids|text_model\\..*|logit_scale|(visual|text)_projection\\..*");

    private WeightNames() {}

    /** The canonical name of a stored tensor; empty for one that is not needed or not known. */
    public static Optional<String> canonical(String key) {
        return isIgnored(key) ? Optional.empty() : translate(key, RULES);
    }

    /** Whether a stored tensor is known and not needed. */
    public static boolean isIgnored(String key) {
        return IGNORED.matcher(key).matches();
    }

    /**
     * The canonical name of a module, such as {@code language_model.layers.0.mlp.down_proj}, from any layout's, with
     * PEFT's {@code base_model.model.} in front or without.
     *
     * @return empty if no layout knows the name
     */
    public static Optional<String> canonicalModule(String module) {
        String bare = module.startsWith(PEFT) ? module.substring(PEFT.length()) : module;
        // The dot lets "lm_head" match the prefix "lm_head.".
        return translate(bare + ".", RULES).map(name -> name.substring(0, name.length() - 1));
    }

    /**
     * The name under which Hugging Face publishes a tensor of LLaVA-1.5, for export.
     *
     * @throws IllegalArgumentException if {@code canonical} is not a canonical name
     */
    public static String published(String canonical) {
        return translate(canonical, PUBLISHED)
                .orElseThrow(() -> new IllegalArgumentException("not a canonical name: " + canonical));
    }

    private static Optional<String> translate(String name, List<Rule> rules) {
        return rules.stream()
                .filter(rule -> name.startsWith(rule.from()))
                .findFirst()
                .map(rule -> rule.to() + name.substring(rule.from().length()));
    }
}
