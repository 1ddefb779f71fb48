package io.opadpo.llava.lora;

import java.util.Collection;
import java.util.EnumSet;
import java.util.stream.Collectors;

/** A part of the model whose linear layers an adapter may change. */
public enum ModelPart {
    DECODER("language_model.", "(q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj)"),
    PROJECTOR("multi_modal_projector.", "linear_[12]"),
    TOWER("vision_tower.", "(q_proj|k_proj|v_proj|out_proj|fc1|fc2)");

    private final String prefix;

    /** Last names of its linear layers; PEFT has no matrices for the others that bear the prefix. */
    private final String layers;

    ModelPart(String prefix, String layers) {
        this.prefix = prefix;
        this.layers = layers;
    }

    /** Whether a module or tensor, by its canonical name, belongs to this part. */
    public boolean holds(String module) {
        return module.startsWith(prefix) || (this == DECODER && module.startsWith("lm_head."));
    }

    /**
     * All linear layers of some parts.
     *
     * @throws IllegalArgumentException if there is no part
     */
    public static LoraTargets targets(Collection<ModelPart> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("an adapter needs a part of the model to change");
        }
        EnumSet<ModelPart> chosen = EnumSet.copyOf(parts);
        return chosen.equals(EnumSet.allOf(ModelPart.class))
                ? new LoraTargets.AllLinear()
                : new LoraTargets.Regex(chosen.stream().map(ModelPart::pattern).collect(Collectors.joining("|")));
    }

    private String pattern() {
        return ".*" + prefix.replace(".", "\\.") + "(.*\\.)?" + layers;
    }
}
