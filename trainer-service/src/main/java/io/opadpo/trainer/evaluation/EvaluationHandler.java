package io.opadpo.trainer.evaluation;

import ai.djl.Device;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.LlavaException;
import io.opadpo.llava.train.data.PreferenceSample;
import io.opadpo.trainer.artifact.HeldFolder;
import io.opadpo.trainer.artifact.WorkFolders;
import io.opadpo.trainer.data.Datasets;
import io.opadpo.trainer.device.Devices;
import io.opadpo.trainer.job.InvalidParametersException;
import io.opadpo.trainer.job.JobErrors;
import io.opadpo.trainer.model.ServingModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares a model and its adapters on a dataset. Each sample of each of them is a work item, so that nothing is scored
 * twice when the job goes on after a stop or crash.
 */
@Component
final class EvaluationHandler implements JobHandler {

    static final String KIND = "evaluation";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final EvaluationInputs inputs;
    private final Datasets datasets;
    private final Devices devices;
    private final ServingModels serving;
    private final WorkFolders work;
    private final EvaluationSummary summary;

    EvaluationHandler(
            EvaluationInputs inputs,
            Datasets datasets,
            Devices devices,
            ServingModels serving,
            WorkFolders work,
            EvaluationSummary summary) {
        this.inputs = inputs;
        this.datasets = datasets;
        this.devices = devices;
        this.serving = serving;
        this.work = work;
        this.summary = summary;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, IOException, InterruptedException {
        try (HeldFolder folder = work.hold(run.job().id(), run::checkpoint)) {
            EvaluationInputs.Found found = inputs.find(run);
            Path data = folder.path().resolve("data");
            List<PreferenceSample> samples = Samples.of(datasets.fetch(run, found.dataset(), data), found.request());
            if (samples.isEmpty()) {
                throw new JobException("NOTHING_LEFT", "No sample of the dataset can be evaluated on", false);
            }
            Device device = serving.deviceOf(found.model());
            try (Devices.Lease lease = devices.take(device, run::checkpoint)) {
                run.progress(new Progress(0, (long) samples.size(), "samples", null, "on " + lease.devices()));
                score(run, found, samples);
            }
            JobOutcome outcome = JobOutcome.of(summary.of(run, found, samples));
            FileSystemUtils.deleteRecursively(data);
            return outcome;
        } catch (InvalidParametersException e) {
            throw e.asJobError();
        } catch (RuntimeException e) {
            throw JobErrors.of(e).orElseThrow(() -> e);
        }
    }

    private void score(JobRun run, EvaluationInputs.Found found, List<PreferenceSample> samples) {
        Set<String> done = run.items().done();
        long all = (long) samples.size() * found.policies().size();
        long count = 0;
        for (Policy policy : found.policies()) {
            try (ServingModels.Use use = serving.use(found.model(), policy.adapter())) {
                for (int i = 0; i < samples.size(); i++) {
                    run.checkpoint();
                    PreferenceSample sample = samples.get(i);
                    if (!done.contains(policy.item(sample.id()))) {
                        int tokens = i < found.request().givenAnswers()
                                ? found.request().givenMaxTokens()
                                : 0;
                        score(run, policy, use, sample, tokens);
                    }
                    run.progress(new Progress(++count, all, "scores", null, policy.name()));
                }
            }
        }
    }

    private static void score(JobRun run, Policy policy, ServingModels.Use use, PreferenceSample sample, int tokens) {
        String item = policy.item(sample.id());
        try {
            run.items().putDone(item, MAPPER.valueToTree(new SampleScorer(use).score(sample, tokens)));
        } catch (LlavaException e) {
            // One sample that cannot be used is no reason to lose the others.
            run.items()
                    .putFailed(
                            item, new JobError("SAMPLE_UNUSABLE", String.valueOf(e.getMessage()), false, sample.id()));
        }
    }
}
