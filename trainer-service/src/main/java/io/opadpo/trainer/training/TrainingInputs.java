package io.opadpo.trainer.training;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.trainer.adapter.Adapter;
import io.opadpo.trainer.adapter.Adapters;
import io.opadpo.trainer.job.JobResults;
import io.opadpo.trainer.job.Parameters;
import io.opadpo.trainer.model.ModelCatalog;
import io.opadpo.trainer.model.ModelSource;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Finds what a training's parameters name. */
@Component
class TrainingInputs {

    private final Parameters parameters;
    private final ModelCatalog models;
    private final Adapters adapters;
    private final JobResults results;

    TrainingInputs(Parameters parameters, ModelCatalog models, Adapters adapters, JobResults results) {
        this.parameters = parameters;
        this.models = models;
        this.adapters = adapters;
        this.results = results;
    }

    /**
     * A training's inputs.
     *
     * @param request what the job was submitted with
     * @param model the base model
     * @param dataset id of the dataset
     * @param start PEFT folder of the adapter to start from, or {@code null}
     */
    record Found(
            TrainingRequest request,
            ModelSource model,
            UUID dataset,
            @Nullable Path start) {}

    /** @throws JobException not retryable, if something named is not there */
    Found find(JobRun run, TrainingKind kind) throws JobException {
        String owner = run.job().owner();
        ObjectNode json = (ObjectNode) run.job().parameters().deepCopy();
        json.put("kind", kind.job());
        TrainingRequest request = parameters.read(json, TrainingRequest.class);
        KindRules.check(request);
        ModelSource model = models.find(owner, request.model())
                .orElseThrow(() -> missing("model " + request.model(), request.model()));
        return new Found(request, model, dataset(owner, request), start(owner, request));
    }

    private UUID dataset(String owner, TrainingRequest request) throws JobException {
        if (request.dataset() != null) {
            return request.dataset();
        }
        return UUID.fromString(results.of(owner, Objects.requireNonNull(request.datasetJob()), "dataset"));
    }

    private @Nullable Path start(String owner, TrainingRequest request) throws JobException {
        if (request.startAdapter() == null && request.startJob() == null) {
            return null;
        }
        String name = request.startAdapter() != null
                ? request.startAdapter()
                : results.of(owner, Objects.requireNonNull(request.startJob()), "adapter");
        Adapter adapter = adapters.find(owner, name).orElseThrow(() -> missing("adapter " + name, name));
        return adapters.folder(owner, adapter);
    }

    private static JobException missing(String what, String subject) {
        return new JobException(new JobError("INPUT_MISSING", "There is no " + what, false, subject), null);
    }
}
