package io.opadpo.quickstart.job;

import ai.djl.util.cuda.CudaUtils;
import io.opadpo.lab.model.LabModel;
import io.opadpo.quickstart.lab.LabFolder;
import io.opadpo.quickstart.lab.LabSize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the main job is set.
 *
 * @param name of the pipeline; one of this name that was left unfinished is gone on with
 * @param model to align
 * @param small whether settings fit the lab's model; else they are as published
 * @param tested whether the lab's benchmarks are asked, which know nothing but its scenes
 * @param seed of everything random
 */
public record PipelineSettings(String name, String model, boolean small, boolean tested, long seed) {

    private static final int LONGEST_ANSWER = 120;

    /** With fewer answers at once a GPU waits for its host, which launches each step. */
    private static final int GPU_BATCH = 64;

    /** The lab's model on its scenes. */
    public static PipelineSettings scenes(LabSize size, long seed) {
        return new PipelineSettings(
                "scenes-%d-seed-%d".formatted(size.prompts(), seed), LabModel.NAME, true, true, seed);
    }

    /** Pictures of one's own. */
    public static PipelineSettings own(String model, long seed) {
        return new PipelineSettings("own-pictures", model, model.equals(LabModel.NAME), false, seed);
    }

    /**
     * The request for a pipeline. The small settings were chosen on other pictures than those the model is tested with. OPA
     * is gentle there on purpose: one that has converged on the lab's small world leaves OPA-DPO nothing to do.
     */
    ObjectNode request(String promptSet) {
        ObjectNode request = JsonMapper.shared()
                .createObjectNode()
                .put("name", name)
                .put("prompt_set", promptSet)
                .put("model", model);
        return request.setAll(stages());
    }

    /** What a request says of its stages. */
    public ObjectNode stages() {
        ObjectNode stages = JsonMapper.shared().createObjectNode();
        ObjectNode sampling = stages.putObject("rollout").putObject("sampling").put("seed", seed);
        ObjectNode opa = stages.putObject("opa").putObject("options").put("seed", seed);
        ObjectNode opaDpo = stages.putObject("opa_dpo").putObject("options").put("seed", seed);
        ObjectNode evaluation = stages.putObject("evaluation");
        if (small) {
            sampling.put("max_tokens", LONGEST_ANSWER);
            stages.withObject("rollout").put("concurrency", 16);
            opa.put("rank", 16).put("epochs", 2).put("batch", 32).put("learning_rate", 3e-4);
            opa.putArray("targets").add("decoder");
            opaDpo.put("epochs", 2).put("batch", 16).put("learning_rate", 1.5e-4);
            evaluation.put("limit", 100).put("answers", 6).put("max_tokens", LONGEST_ANSWER);
        } else if (CudaUtils.getGpuCount() > 0) {
            stages.withObject("rollout").put("concurrency", GPU_BATCH);
        }
        if (tested) {
            evaluation.putArray("benchmarks").add(LabFolder.SCENES).add(LabFolder.YES_NO);
        }
        return stages;
    }
}
