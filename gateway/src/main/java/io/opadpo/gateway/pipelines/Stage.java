package io.opadpo.gateway.pipelines;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A stage of a pipeline, in the order in which they run. */
public enum Stage {
    @JsonProperty("rollout")
    ROLLOUT("rollout"),
    @JsonProperty("feedback")
    FEEDBACK("feedback"),
    @JsonProperty("dataset")
    DATASET("dataset"),
    @JsonProperty("opa")
    OPA("opa"),
    @JsonProperty("opa_dpo")
    OPA_DPO("opa-dpo"),
    @JsonProperty("evaluation")
    EVALUATION("evaluation");

    private final String kind;

    Stage(String kind) {
        this.kind = kind;
    }

    /** The kind of its job. */
    String kind() {
        return kind;
    }

    /** The stage whose jobs are of this kind. */
    public static Stage ofKind(String kind) {
        for (Stage stage : values()) {
            if (stage.kind.equals(kind)) {
                return stage;
            }
        }
        throw new IllegalArgumentException("No stage has jobs of kind " + kind);
    }
}
