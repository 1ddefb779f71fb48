package io.opadpo.gateway.report;

import io.opadpo.gateway.pipelines.PipelineView;
import io.opadpo.gateway.pipelines.PipelineView.StageView;
import io.opadpo.gateway.pipelines.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a report is made of.
 *
 * @param pipeline as it stands
 * @param parameters of the stages' jobs
 * @param dataset with its statistics, or null
 * @param curves of trainings that have begun
 * @param missing what could not be had, and why
 * @param address where the API is, without a slash at the end
 * @param made when the report was made
 */
record ReportData(
        PipelineView pipeline,
        Map<Stage, JsonNode> parameters,
        @Nullable JsonNode dataset,
        Map<Stage, TrainingCurve> curves,
        List<String> missing,
        String address,
        Instant made) {

    /** What came out of a stage; a missing node where nothing did. */
    JsonNode result(Stage stage) {
        for (StageView view : pipeline.stages()) {
            if (view.stage() == stage && view.result() != null) {
                return view.result();
            }
        }
        return MissingNode.getInstance();
    }

    /** Who is behind a name of the evaluation's. */
    Policy policy(String name) {
        if (name.equals("base")) {
            return new Policy(name, PolicyRole.BASE);
        }
        if (name.equals(result(Stage.OPA).path("adapter").asString(""))) {
            return new Policy(name, PolicyRole.OPA);
        }
        boolean last = name.equals(result(Stage.OPA_DPO).path("adapter").asString(""));
        return new Policy(name, last ? PolicyRole.OPA_DPO : PolicyRole.OTHER);
    }

    /** What the benchmarks of the evaluation gave. */
    List<BenchmarkResult> benchmarks() {
        return StreamSupport.stream(result(Stage.EVALUATION).path("benchmarks").spliterator(), false)
                .map(json -> BenchmarkResult.of(json, this::policy))
                .toList();
    }

    /** An address of the API. */
    String api(String path) {
        return address + path;
    }
}
