package io.opadpo.dataset.build;

import io.opadpo.blobs.BlobStore;
import io.opadpo.dataset.version.Contents;
import io.opadpo.dataset.version.Dataset;
import io.opadpo.dataset.version.Datasets;
import io.opadpo.dataset.version.Draft;
import io.opadpo.dataset.version.Origin;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes lines and statistics of a data set, and publishes it.
 *
 * <p>Each run writes files of its own and publishes them in one transaction under its fence. A run that finds the job's
 * data set published, by one that died right afterwards, has nothing left to do.
 */
@Component
final class DatasetMaker {

    private final Datasets datasets;
    private final BlobStore blobs;
    private final JsonMapper json;

    DatasetMaker(Datasets datasets, BlobStore blobs, JsonMapper json) {
        this.datasets = datasets;
        this.blobs = blobs;
        this.json = json;
    }

    /** What the job shows in the end. */
    record Result(UUID dataset, String name, int version, long samples, long dropped) {}

    /** Puts samples into a data set, and tells where they come from. */
    @FunctionalInterface
    interface Filler {
        Origin fill(BuildFiles files) throws JobException, IOException;
    }

    JobOutcome make(JobRun run, BuildRequest request, Checks checks, Filler filler) throws JobException, IOException {
        Job job = run.job();
        Optional<Dataset> published = datasets.byJob(job.owner(), job.id());
        Dataset dataset = published.isPresent() ? published.get() : publish(run, request, checks, filler);
        datasets.discardDrafts(job.id());
        return JobOutcome.of(json.valueToTree(
                new Result(dataset.id(), dataset.name(), dataset.version(), dataset.samples(), dataset.dropped())));
    }

    private Dataset publish(JobRun run, BuildRequest request, Checks checks, Filler filler)
            throws JobException, IOException {
        Job job = run.job();
        try (BuildFiles files = new BuildFiles(json, checks)) {
            Origin origin = filler.fill(files);
            Statistics statistics = files.finish(request);
            if (statistics.samples() == 0) {
                throw new JobException(
                        "NOTHING_LEFT", "No sample is left of these answers: " + statistics.droppedBy(), false);
            }
            Draft draft = datasets.draft(job.owner(), request.name(), job.id(), origin);
            blobs.put(draft.samples(), files.samples());
            blobs.put(draft.dropped(), files.dropped());
            run.checkpoint();
            return datasets.publish(
                    run.claim(),
                    draft,
                    new Contents(statistics.samples(), statistics.dropped(), json.writeValueAsString(statistics)));
        }
    }
}
