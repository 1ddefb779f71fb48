package io.opadpo.trainer.training;

import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.image.ClipPreprocessor;
import io.opadpo.llava.image.ImageDecoder;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.train.TrainingFolder;
import io.opadpo.llava.train.TrainingImages;
import io.opadpo.llava.train.TrainingResult;
import io.opadpo.llava.train.TrainingRuntime;
import io.opadpo.llava.train.data.PreferenceFile;
import io.opadpo.trainer.artifact.HeldFolder;
import io.opadpo.trainer.data.DatasetFolder;
import io.opadpo.trainer.job.InvalidParametersException;
import io.opadpo.trainer.job.JobErrors;
import io.opadpo.trainer.model.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/**
 * Runs trainings of one kind: fetches the data, takes a device, trains in the job's folder and registers the result.
 *
 * <p>Each part may be repeated. A run that was stopped or killed left checkpoints, and the next one goes on from the newest
 * as if nothing had happened; on the CPU the result is the same bit for bit.
 */
final class TrainingHandler implements JobHandler {

    private final TrainingKind kind;
    private final TrainingParts parts;

    TrainingHandler(TrainingKind kind, TrainingParts parts) {
        this.kind = kind;
        this.parts = parts;
    }

    @Override
    public String kind() {
        return kind.job();
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, IOException, InterruptedException {
        try (HeldFolder folder = parts.work().hold(run.job().id(), run::checkpoint)) {
            TrainingInputs.Found found = parts.inputs().find(run, kind);
            TrainingPlan plan = TrainingPlan.of(found.request());
            Path data = JobFolder.data(folder.path());
            DatasetFolder dataset = parts.datasets().fetchForTraining(run, found.dataset(), data);
            TrainingResult result = train(run, plan, found, dataset, JobFolder.run(folder.path(), plan));
            if (!result.finished()) {
                // Asked to stop, it has left a checkpoint; this gives the job back.
                run.checkpoint();
                throw new IllegalStateException("the training ended before its end, though nobody asked for it");
            }
            JobOutcome outcome = parts.results().publish(run, found, plan, result);
            FileSystemUtils.deleteRecursively(data);
            return outcome;
        } catch (InvalidParametersException e) {
            throw e.asJobError();
        } catch (RuntimeException e) {
            throw JobErrors.of(e).orElseThrow(() -> e);
        }
    }

    private TrainingResult train(
            JobRun run, TrainingPlan plan, TrainingInputs.Found found, DatasetFolder dataset, TrainingFolder folder)
            throws IOException, InterruptedException {
        ModelSource model = found.model();
        try (TrainingDevices.Hold hold = parts.devices().take(plan.replicas(), run::checkpoint);
                Replicas replicas = Replicas.load(model, hold.devices());
                PreferenceFile source = PreferenceFile.open(dataset.samples(), dataset.images())) {
            return plan.training(runtime(run, replicas, model.folder()), model, found.start())
                    .run("dataset " + dataset.id(), source, folder);
        } finally {
            parts.metrics().ended(kind);
        }
    }

    private TrainingRuntime runtime(JobRun run, Replicas replicas, Path modelFolder) {
        LlavaModel first = replicas.all().get(0);
        int side = first.config().vision().imageSize();
        TrainingImages images = new TrainingImages(new ImageDecoder(), ClipPreprocessor.forFolder(modelFolder, side));
        return new TrainingRuntime(
                replicas.all(),
                replicas.tokenizer(),
                images,
                new JobListener(run, step -> parts.metrics().stepped(kind, step)),
                run::stopRequested,
                parts.clock());
    }
}
