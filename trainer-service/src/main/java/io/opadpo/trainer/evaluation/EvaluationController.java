package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.Job;
import io.opadpo.service.error.FieldError;
import io.opadpo.service.jobs.JobSubmissions;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.opadpo.trainer.adapter.Adapters;
import io.opadpo.trainer.job.InvalidParametersException;
import io.opadpo.trainer.job.Parameters;
import io.opadpo.trainer.model.ModelCatalog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Starts evaluations. */
@RestController
@Tag(name = "Evaluations", description = "How a model and its adapters rate the answers of a dataset.")
class EvaluationController {

    private static final String EXAMPLE = """
            {"model": "llava-1.5-7b", "dataset": "00000000-0000-0000-0000-000000000004",
             "adapters": ["my-opa", "my-opa-dpo"], "benchmarks": ["scenes"], "limit": 100}
            """;

    private final Parameters parameters;
    private final ModelCatalog models;
    private final Adapters adapters;
    private final BenchmarkChoice benchmarks;
    private final JobSubmissions submissions;

    EvaluationController(
            Parameters parameters,
            ModelCatalog models,
            Adapters adapters,
            BenchmarkChoice benchmarks,
            JobSubmissions submissions) {
        this.parameters = parameters;
        this.models = models;
        this.adapters = adapters;
        this.benchmarks = benchmarks;
        this.submissions = submissions;
    }

    @PostMapping("/v1/evaluations")
    @Operation(
            summary = "Start an evaluation",
            description = "For the base model and each adapter: log-probability per token of standard, revised and"
                    + " original answers, the share of samples whose revised answer is likelier per token than the"
                    + " original one, and a few greedy answers side by side. For each benchmark: its metrics with 95 %"
                    + " intervals, the differences to base, and examples; then a dataset is not needed. The result is"
                    + " the job's.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = EvaluationRequest.class),
                                            examples = @ExampleObject(EXAMPLE))))
    ResponseEntity<Job> start(Caller caller, IdempotencyKey key, @RequestBody JsonNode body) {
        EvaluationRequest request = parameters.read(body, EvaluationRequest.class);
        check(caller.owner(), request);
        return submissions.submit(submissions
                .newJob(caller, key, EvaluationHandler.KIND, parameters.write(request))
                .needing(request.needs()));
    }

    private void check(String owner, EvaluationRequest request) {
        List<FieldError> errors = new ArrayList<>();
        if (!models.has(owner, request.model())) {
            errors.add(new FieldError("model", "there is no model " + request.model()));
        }
        if (request.dataset() != null && request.datasetJob() != null) {
            errors.add(new FieldError("dataset", "give either dataset or dataset_job"));
        }
        if (!request.hasDataset() && request.givenBenchmarks().isEmpty()) {
            errors.add(new FieldError("dataset", "give dataset, dataset_job or benchmarks"));
        }
        errors.addAll(benchmarks.problems(request.givenBenchmarks()));
        for (int i = 0; i < request.givenAdapters().size(); i++) {
            String name = request.givenAdapters().get(i);
            if (adapters.find(owner, name).isEmpty()) {
                errors.add(new FieldError("adapters[" + i + "]", "there is no adapter " + name));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidParametersException(errors);
        }
    }
}
