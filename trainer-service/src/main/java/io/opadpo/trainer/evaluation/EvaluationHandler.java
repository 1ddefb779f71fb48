package io.opadpo.trainer.evaluation;

import ai.djl.Device;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.train.data.PreferenceSample;
import io.opadpo.trainer.artifact.HeldFolder;
import io.opadpo.trainer.artifact.WorkFolders;
import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.OpenBenchmark;
import io.opadpo.trainer.data.DatasetFolder;
import io.opadpo.trainer.data.Datasets;
import io.opadpo.trainer.device.Devices;
import io.opadpo.trainer.job.InvalidParametersException;
import io.opadpo.trainer.job.JobErrors;
import io.opadpo.trainer.model.ServingModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Compares a model and its adapters on a dataset, on benchmarks, or both. Each sample and each question of each of them is
 * a work item, so that nothing is scored twice when the job goes on after a stop or crash.
 */
@Component
final class EvaluationHandler implements JobHandler {

    static final String KIND = "evaluation";

    private final EvaluationInputs inputs;
    private final Datasets datasets;
    private final Devices devices;
    private final ServingModels serving;
    private final WorkFolders work;
    private final DoneItems items;

    EvaluationHandler(
            EvaluationInputs inputs,
            Datasets datasets,
            Devices devices,
            ServingModels serving,
            WorkFolders work,
            DoneItems items) {
        this.inputs = inputs;
        this.datasets = datasets;
        this.devices = devices;
        this.serving = serving;
        this.work = work;
        this.items = items;
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
            List<PreferenceSample> samples = samples(run, found, data);
            requireOwnItems(samples, found.benchmarks());
            Device device = serving.deviceOf(found.model());
            try (Devices.Lease lease = devices.take(device, run::checkpoint)) {
                long all = scores(found, samples);
                run.progress(new Progress(0, all, "scores", null, "on " + lease.devices()));
                score(run, found, samples, new Steps(run, all));
            }
            JobOutcome outcome = JobOutcome.of(new EvaluationSummary(found, items.of(run)).of(samples));
            FileSystemUtils.deleteRecursively(data);
            return outcome;
        } catch (InvalidParametersException e) {
            throw e.asJobError();
        } catch (RuntimeException e) {
            throw JobErrors.of(e).orElseThrow(() -> e);
        }
    }

    private List<PreferenceSample> samples(JobRun run, EvaluationInputs.Found found, Path data)
            throws JobException, IOException {
        if (found.dataset() == null) {
            return List.of();
        }
        List<PreferenceSample> samples = Samples.of(part(run, found, found.dataset(), data), found.request());
        if (samples.isEmpty()) {
            throw new JobException("NOTHING_LEFT", "No sample of the dataset can be evaluated on", false);
        }
        return samples;
    }

    /** What the dataset holds out, if anything; a share that trainings hold out themselves is one of what they train on. */
    private DatasetFolder part(JobRun run, EvaluationInputs.Found found, UUID dataset, Path data)
            throws JobException, IOException {
        if (found.request().heldOut() != null) {
            return datasets.fetchForTraining(run, dataset, data);
        }
        DatasetFolder heldOut = datasets.fetchHeldOut(run, dataset, data.resolve("held-out"));
        return Files.size(heldOut.samples()) > 0 ? heldOut : datasets.fetch(run, dataset, data);
    }

    /** A dataset's ids are anything, so one of them may be a benchmark's question's. */
    private static void requireOwnItems(List<PreferenceSample> samples, List<OpenBenchmark> benchmarks)
            throws JobException {
        Set<String> ids = samples.stream().map(PreferenceSample::id).collect(Collectors.toSet());
        for (OpenBenchmark benchmark : benchmarks) {
            for (BenchmarkQuestion question : benchmark.questions()) {
                String id = benchmark.name() + "/" + question.id();
                if (ids.contains(id)) {
                    throw new JobException(
                            "SAME_IDS", "Dataset and benchmark both have " + id + "; evaluate one at a time", false);
                }
            }
        }
    }

    private static long scores(EvaluationInputs.Found found, List<PreferenceSample> samples) {
        long questions = found.benchmarks().stream()
                .mapToLong(benchmark -> benchmark.questions().size())
                .sum();
        return found.policies().size() * (samples.size() + questions);
    }

    private void score(JobRun run, EvaluationInputs.Found found, List<PreferenceSample> samples, Steps steps) {
        Set<String> done = run.items().done();
        int tokens = found.request().givenMaxTokens();
        for (Policy policy : found.policies()) {
            try (ServingModels.Use use = serving.use(found.model(), policy.adapter())) {
                new SampleScorer(run, steps, policy, use)
                        .score(samples, found.request().givenAnswers(), tokens, done);
                for (OpenBenchmark benchmark : found.benchmarks()) {
                    new BenchmarkAsker(run, steps, policy, use, benchmark, tokens).ask(done);
                }
            }
        }
    }
}
