package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.trainer.adapter.Adapter;
import io.opadpo.trainer.adapter.Adapters;
import io.opadpo.trainer.benchmark.OpenBenchmark;
import io.opadpo.trainer.job.InvalidParametersException;
import io.opadpo.trainer.job.JobResults;
import io.opadpo.trainer.job.Parameters;
import io.opadpo.trainer.model.AdapterSource;
import io.opadpo.trainer.model.ModelCatalog;
import io.opadpo.trainer.model.ModelSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what an evaluation's parameters name. */
@Component
class EvaluationInputs {

    private final Parameters parameters;
    private final ModelCatalog models;
    private final Adapters adapters;
    private final JobResults results;
    private final BenchmarkChoice benchmarks;

    EvaluationInputs(
            Parameters parameters,
            ModelCatalog models,
            Adapters adapters,
            JobResults results,
            BenchmarkChoice benchmarks) {
        this.parameters = parameters;
        this.models = models;
        this.adapters = adapters;
        this.results = results;
        this.benchmarks = benchmarks;
    }

    /**
     * An evaluation's inputs.
     *
     * @param dataset {@code null} to evaluate on benchmarks alone
     * @param policies base first
     */
    record Found(
            EvaluationRequest request,
            ModelSource model,
            @Nullable UUID dataset,
            List<Policy> policies,
            List<OpenBenchmark> benchmarks) {}

    /** @throws JobException not retryable, if something named is not there */
    Found find(JobRun run) throws JobException {
        String owner = run.job().owner();
        EvaluationRequest request = parameters.read(run.job().parameters(), EvaluationRequest.class);
        ModelSource model =
                models.find(owner, request.model()).orElseThrow(() -> missing("model " + request.model(), null));
        return new Found(
                request,
                model,
                dataset(owner, request),
                policies(owner, request, model),
                benchmarks.open(request.givenBenchmarks()));
    }

    private @Nullable UUID dataset(String owner, EvaluationRequest request) throws JobException {
        UUID job = request.datasetJob();
        return job == null ? request.dataset() : UUID.fromString(results.of(owner, job, "dataset"));
    }

    private List<Policy> policies(String owner, EvaluationRequest request, ModelSource model) throws JobException {
        List<String> names = new ArrayList<>(request.givenAdapters());
        for (UUID job : request.givenAdapterJobs()) {
            names.add(results.of(owner, job, "adapter"));
        }
        if (names.contains(Policy.BASE)) {
            throw new InvalidParametersException(
                    "adapters", "an adapter named " + Policy.BASE + " cannot be told from the base model");
        }
        List<Policy> policies = new ArrayList<>(List.of(new Policy(Policy.BASE, model.version(), null)));
        for (String name : names.stream().distinct().toList()) {
            Adapter adapter = adapters.find(owner, name).orElseThrow(() -> missing("adapter " + name, name));
            AdapterSource source = adapters.source(owner, adapter);
            policies.add(new Policy(name, adapter.version(), source));
        }
        return policies;
    }

    private static JobException missing(String what, @Nullable String subject) {
        return new JobException(new JobError("INPUT_MISSING", "There is no " + what, false, subject), null);
    }
}
