package io.opadpo.gateway.pipelines;

import io.opadpo.jobs.NewJob;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The six jobs of a pipeline: each needs those whose results it reads. */
final class PipelinePlan {
    private final PipelineRequest request;
    private final UUID pipeline;
    private final String owner;
    private final Function<StageParameters, JsonNode> json;

    PipelinePlan(PipelineRequest request, UUID pipeline, String owner, Function<StageParameters, JsonNode> json) {
        this.request = request;
        this.pipeline = pipeline;
        this.owner = owner;
        this.json = json;
    }

    /** The jobs, in the order of their stages. */
    List<NewJob> jobs() {
        String model = request.model();
        RolloutSettings sampled = request.rollout();
        NewJob rollout = job(
                Stage.ROLLOUT,
                new StageParameters.Rollout(
                        request.promptSet(), model, sampled.sampling(), sampled.samples(), sampled.concurrency()));

        FeedbackSettings judged = request.feedback();
        NewJob feedback = job(
                Stage.FEEDBACK,
                new StageParameters.Feedback(
                        rollout.id(),
                        judged.judge(),
                        judged.judges(),
                        judged.concurrency(),
                        judged.maxTokens(),
                        judged.budget(),
                        judged.mode(),
                        judged.reuse(),
                        judged.batchFallback(),
                        judged.prompt()),
                rollout);

        DatasetSettings built = request.dataset();
        String name = built.name() == null ? request.name() : built.name();
        NewJob dataset = job(
                Stage.DATASET,
                new StageParameters.Dataset(
                        name, feedback.id(), built.heldOut(), built.seed(), built.maxWords(), built.nearDuplicates()),
                feedback);

        NewJob opa = training(Stage.OPA, request.opa(), dataset);
        NewJob opaDpo = training(Stage.OPA_DPO, request.opaDpo(), dataset, opa);
        EvaluationSettings compared = request.evaluation();
        NewJob evaluation = job(
                Stage.EVALUATION,
                new StageParameters.Evaluation(
                        model,
                        dataset.id(),
                        List.of(opa.id(), opaDpo.id()),
                        compared.limit(),
                        compared.benchmarks(),
                        compared.answers(),
                        compared.maxTokens()),
                dataset,
                opa,
                opaDpo);
        return List.of(rollout, feedback, dataset, opa, opaDpo, evaluation);
    }

    private NewJob training(Stage stage, TrainingSettings settings, NewJob dataset, NewJob... start) {
        StageParameters parameters = new StageParameters.Training(
                stage.kind(),
                request.model(),
                dataset.id(),
                start.length == 0 ? null : start[0].id(),
                settings.name(),
                settings.options());
        return start.length == 0 ? job(stage, parameters, dataset) : job(stage, parameters, dataset, start[0]);
    }

    private NewJob job(Stage stage, StageParameters parameters, NewJob... needs) {
        UUID[] ids = new UUID[needs.length];
        for (int i = 0; i < needs.length; i++) {
            ids[i] = needs[i].id();
        }
        return NewJob.of(stage.kind(), owner, json.apply(parameters))
                .inPipeline(pipeline)
                .needing(ids);
    }
}
