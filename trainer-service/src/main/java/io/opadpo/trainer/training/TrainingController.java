package io.opadpo.trainer.training;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.NewJob;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.jobs.JobSubmissions;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.opadpo.trainer.adapter.Adapters;
import io.opadpo.trainer.job.Parameters;
import io.opadpo.trainer.model.ModelCatalog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Starts trainings. */
@RestController
@Tag(name = "Trainings", description = "OPA, OPA-DPO and their baselines: from a dataset to an adapter.")
class TrainingController {

    private static final String OPA = """
            {"kind": "opa", "model": "llava-1.5-7b", "dataset": "00000000-0000-0000-0000-000000000004",
             "options": {"rank": 4, "epochs": 1, "batch": 4, "max_prompt": 400}}
            """;
    private static final String OPA_DPO = """
            {"kind": "opa-dpo", "model": "llava-1.5-7b", "dataset": "00000000-0000-0000-0000-000000000004",
             "start_adapter": "my-opa", "options": {"epochs": 1, "batch": 4, "max_prompt": 400}}
            """;

    private final Parameters parameters;
    private final ModelCatalog models;
    private final Adapters adapters;
    private final JobSubmissions submissions;

    TrainingController(Parameters parameters, ModelCatalog models, Adapters adapters, JobSubmissions submissions) {
        this.parameters = parameters;
        this.models = models;
        this.adapters = adapters;
        this.submissions = submissions;
    }

    @PostMapping("/v1/trainings")
    @Operation(
            summary = "Start a training",
            description = "What is left out of `options` is as published. A training waits for `dataset_job` and"
                    + " `start_job`, and for a device. Paused, stopped or killed, it goes on from its last checkpoint.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = TrainingRequest.class),
                                            examples = {
                                                @ExampleObject(name = "OPA", value = OPA),
                                                @ExampleObject(name = "OPA-DPO", value = OPA_DPO)
                                            })))
    ResponseEntity<Job> start(Caller caller, IdempotencyKey key, @RequestBody JsonNode body) {
        TrainingRequest request = parameters.read(body, TrainingRequest.class);
        TrainingPlan.of(request);
        check(caller.owner(), request);
        NewJob job = submissions.newJob(caller, key, request.kind(), parameters.write(request));
        UUID[] needs = Stream.of(request.datasetJob(), request.startJob())
                .filter(Objects::nonNull)
                .toArray(UUID[]::new);
        return submissions.submit(job.needing(needs));
    }

    /** What would fail anyway is told before it has waited for a device. */
    private void check(String owner, TrainingRequest request) {
        if (!models.has(owner, request.model())) {
            throw ApiException.invalid("model", "there is no model " + request.model());
        }
        String start = request.startAdapter();
        if (start != null && adapters.find(owner, start).isEmpty()) {
            throw ApiException.invalid("start_adapter", "there is no adapter " + start);
        }
        String name = request.name();
        if (name != null
                && (models.has(owner, name) || adapters.find(owner, name).isPresent())) {
            throw ApiException.conflict("The name " + name + " is taken");
        }
    }
}
