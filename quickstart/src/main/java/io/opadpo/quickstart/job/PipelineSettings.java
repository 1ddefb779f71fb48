package io.opadpo.quickstart.job;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A pipeline that ends within a few minutes on two cores: as published, but with less of everything. */
final class PipelineSettings {

    /** What quick starts call their pipelines. */
    static final String NAME = "quickstart";

    /** The tests' tokenizer needs a token for nearly every letter. */
    private static final int LONGEST_PROMPT = 400;

    private PipelineSettings() {}

    /** The request. */
    static ObjectNode request(String promptSet, String model) {
        ObjectNode request = JsonMapper.shared()
                .createObjectNode()
                .put("name", NAME)
                .put("prompt_set", promptSet)
                .put("model", model);
        request.putObject("rollout")
                .put("concurrency", 4)
                .putObject("sampling")
                .put("max_tokens", 32)
                .put("seed", 1);
        request.putObject("opa")
                .putObject("options")
                .put("rank", 8)
                .put("epochs", 4)
                .put("batch", 3)
                .put("learning_rate", 2e-3)
                .put("max_prompt", LONGEST_PROMPT)
                .put("checkpoint_every", 4);
        request.putObject("opa_dpo")
                .putObject("options")
                .put("epochs", 4)
                .put("batch", 3)
                .put("learning_rate", 1e-4)
                .put("max_prompt", LONGEST_PROMPT)
                .put("checkpoint_every", 4);
        return request;
    }
}
