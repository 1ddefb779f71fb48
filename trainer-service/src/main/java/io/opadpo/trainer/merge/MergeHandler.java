package io.opadpo.trainer.merge;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.lora.LoraMerge;
import io.opadpo.llava.weights.LlavaWeights;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.trainer.adapter.Adapter;
import io.opadpo.trainer.adapter.Adapters;
import io.opadpo.trainer.artifact.HeldFolder;
import io.opadpo.trainer.artifact.WorkFolders;
import io.opadpo.trainer.job.InvalidParametersException;
import io.opadpo.trainer.job.JobErrors;
import io.opadpo.trainer.job.JobResults;
import io.opadpo.trainer.job.Parameters;
import io.opadpo.trainer.model.MadeModel;
import io.opadpo.trainer.model.MadeModels;
import io.opadpo.trainer.model.ModelCatalog;
import io.opadpo.trainer.model.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** Folds an adapter into its model, on the CPU, and registers the result as a model of its own. */
@Component
final class MergeHandler implements JobHandler {

    static final String KIND = "merge";

    private final Parameters parameters;
    private final JobResults results;
    private final Adapters adapters;
    private final ModelCatalog models;
    private final MadeModels made;
    private final WorkFolders work;

    MergeHandler(
            Parameters parameters,
            JobResults results,
            Adapters adapters,
            ModelCatalog models,
            MadeModels made,
            WorkFolders work) {
        this.parameters = parameters;
        this.results = results;
        this.adapters = adapters;
        this.models = models;
        this.made = made;
        this.work = work;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, IOException, InterruptedException {
        String owner = run.job().owner();
        try (HeldFolder folder = work.hold(run.job().id(), run::checkpoint)) {
            MergeRequest request = parameters.read(run.job().parameters(), MergeRequest.class);
            Adapter adapter = adapter(owner, request);
            ModelSource base = models.find(owner, adapter.baseModel())
                    .orElseThrow(() -> missing("model " + adapter.baseModel(), adapter.baseModel()));
            // What a run that was stopped has left is of no use.
            Path out = folder.path().resolve("merged");
            FileSystemUtils.deleteRecursively(out);
            merge(run, base, adapters.folder(owner, adapter), out, type(request));
            MadeModel model = made.publish(run, name(run, request), base.name(), out);
            FileSystemUtils.deleteRecursively(out);
            return JobOutcome.of(JsonMapper.shared()
                    .createObjectNode()
                    .put("model", model.name())
                    .put("model_version", model.version())
                    .put("bytes", model.bytes())
                    .put("base_model", base.name())
                    .put("adapter", adapter.name())
                    .put("adapter_version", adapter.version()));
        } catch (InvalidParametersException e) {
            throw e.asJobError();
        } catch (RuntimeException e) {
            throw JobErrors.of(e).orElseThrow(() -> e);
        }
    }

    private static void merge(JobRun run, ModelSource base, Path adapter, Path out, StoredType type)
            throws IOException {
        long tensors;
        try (LlavaWeights weights = LlavaWeights.open(base.folder(), base.clip())) {
            tensors = weights.names().size();
        }
        AtomicLong written = new AtomicLong();
        LoraMerge.write(base.folder(), base.clip(), adapter, out, type, name -> {
            run.checkpoint();
            run.progress(Progress.of(written.incrementAndGet(), tensors, "tensors"));
        });
    }

    private Adapter adapter(String owner, MergeRequest request) throws JobException {
        String name = request.adapter() != null
                ? request.adapter()
                : results.of(owner, Objects.requireNonNull(request.adapterJob()), "adapter");
        return adapters.find(owner, name).orElseThrow(() -> missing("adapter " + name, name));
    }

    private static StoredType type(MergeRequest request) {
        return switch (Objects.requireNonNullElse(request.dtype(), "bf16")) {
            case "fp32" -> StoredType.F32;
            case "fp16" -> StoredType.F16;
            default -> StoredType.BF16;
        };
    }

    private static String name(JobRun run, MergeRequest request) {
        return request.name() != null
                ? request.name()
                : KIND + "-" + run.job().id().toString().substring(0, 8);
    }

    private static JobException missing(String what, String subject) {
        return new JobException(new JobError("INPUT_MISSING", "There is no " + what, false, subject), null);
    }
}
