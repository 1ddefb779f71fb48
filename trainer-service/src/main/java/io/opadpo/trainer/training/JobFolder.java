package io.opadpo.trainer.training;

import io.opadpo.llava.train.TrainingFolder;
import java.nio.file.Path;

/** What lies where in a training job's folder. */
final class JobFolder {

    private static final String RUN = "run";

    private JobFolder() {}

    /** The dataset; gone once the training is done. */
    static Path data(Path job) {
        return job.resolve("data");
    }

    /** The library's own. */
    static TrainingFolder run(Path job, TrainingPlan plan) {
        return new TrainingFolder(job.resolve(RUN), plan.checkpointsKept());
    }

    static Path metrics(Path job) {
        return job.resolve(RUN).resolve("metrics.jsonl");
    }

    static Path checkpoints(Path job) {
        return job.resolve(RUN).resolve("checkpoints");
    }

    static Path dropped(Path job) {
        return job.resolve(RUN).resolve("dropped.json");
    }
}
