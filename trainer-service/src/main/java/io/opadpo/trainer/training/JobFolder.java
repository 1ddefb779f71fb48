package io.opadpo.trainer.training;

import io.opadpo.llava.train.TrainingFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** What lies where in a training job's folder. */
public final class JobFolder {

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

    /** Deletes all of a training that has succeeded but its metrics and dropped samples; whether there was anything. */
    public static boolean keepRecords(Path job) throws IOException {
        Set<Path> kept = Set.of(metrics(job), dropped(job));
        boolean deleted = FileSystemUtils.deleteRecursively(data(job));
        Path run = job.resolve(RUN);
        if (Files.isDirectory(run)) {
            try (Stream<Path> files = Files.list(run)) {
                for (Path file : files.filter(path -> !kept.contains(path)).toList()) {
                    deleted |= FileSystemUtils.deleteRecursively(file);
                }
            }
        }
        return deleted;
    }
}
