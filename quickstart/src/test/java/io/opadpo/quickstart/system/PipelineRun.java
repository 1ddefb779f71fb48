package io.opadpo.quickstart.system;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A pipeline and what it has made. */
record PipelineRun(SeparatePlatform platform, String id) {

    JsonNode stage(String name) {
        for (JsonNode stage : platform.get("/v1/pipelines/" + id).path("stages")) {
            if (stage.path("stage").asString().equals(name)) {
                return stage;
            }
        }
        throw new AssertionError("no stage " + name);
    }

    String job(String stage) {
        return stage(stage).path("job").asString();
    }

    JsonNode result(String stage) {
        return platform.succeeded(job(stage)).path("result");
    }

    /** The lines of its dataset. */
    String dataset() {
        String id = result("dataset").path("dataset").asString();
        return platform.user
                .get("/v1/datasets/" + id + "/download?format=jsonl")
                .text();
    }

    /** SHA-256 of an adapter's weights. */
    String adapter(String stage) {
        return result(stage).path("adapter_version").asString();
    }

    /** The numbers of its evaluation, policy by policy. */
    List<JsonNode> evaluation() {
        List<JsonNode> numbers = new ArrayList<>();
        for (JsonNode policy : result("evaluation").path("policies")) {
            numbers.add(policy.path("log_prob_per_token"));
            numbers.add(policy.path("revised_over_original"));
        }
        return numbers;
    }

    /** A field of all items of a stage's job. */
    List<String> items(String stage, String field) {
        return platform.get("/v1/jobs/" + job(stage) + "/items?limit=1000")
                .path("items")
                .valueStream()
                .map(item -> item.path(field).asString())
                .toList();
    }

    /** The steps that a training tells of. */
    List<Integer> steps(String stage) {
        return platform.get("/v1/trainings/" + job(stage) + "/metrics?limit=1000")
                .path("items")
                .valueStream()
                .map(step -> step.path("step").asInt())
                .toList();
    }

    /** The steps that each run of a training went on from. */
    List<Integer> startedFrom(String stage) {
        return platform.get("/v1/jobs/" + job(stage) + "/events?limit=1000")
                .path("items")
                .valueStream()
                .filter(event -> event.path("type").asString().equals("training_started"))
                .map(event -> event.at("/data/from_step").asInt())
                .toList();
    }
}
