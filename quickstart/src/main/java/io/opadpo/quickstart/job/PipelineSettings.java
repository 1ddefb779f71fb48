package io.opadpo.quickstart.job;

import io.opadpo.quickstart.lab.LabFolder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pipeline that fits a model of a million weights and ends within minutes on two cores. What is not named is as published;
 * what is was chosen on other scenes than those the model is tested with. OPA is gentle on purpose: one that has converged on
 * this small world leaves OPA-DPO nothing to do.
 */
public final class PipelineSettings {

    /** What quick starts call their pipelines. */
    static final String NAME = "quickstart";

    private static final int LONGEST_ANSWER = 120;

    private PipelineSettings() {}

    /** The request. */
    static ObjectNode request(String promptSet, String model, long seed) {
        ObjectNode request = JsonMapper.shared()
                .createObjectNode()
                .put("name", NAME)
                .put("prompt_set", promptSet)
                .put("model", model);
        return request.setAll(stages(seed));
    }

    /** What a request says of its stages. */
    public static ObjectNode stages(long seed) {
        ObjectNode stages = JsonMapper.shared().createObjectNode();
        stages.putObject("rollout")
                .put("concurrency", 16)
                .putObject("sampling")
                .put("max_tokens", LONGEST_ANSWER)
                .put("seed", seed);
        ObjectNode opa = stages.putObject("opa").putObject("options");
        opa.put("rank", 16).put("epochs", 2).put("batch", 32).put("learning_rate", 3e-4);
        opa.put("seed", seed).putArray("targets").add("decoder");
        stages.putObject("opa_dpo")
                .putObject("options")
                .put("epochs", 2)
                .put("batch", 16)
                .put("learning_rate", 1.5e-4)
                .put("seed", seed);
        stages.putObject("evaluation")
                .put("limit", 100)
                .put("answers", 6)
                .put("max_tokens", LONGEST_ANSWER)
                .putArray("benchmarks")
                .add(LabFolder.SCENES)
                .add(LabFolder.YES_NO);
        return stages;
    }
}
