package io.opadpo.dataset.build;

import io.opadpo.blobs.BlobStore;
import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.version.Contents;
import io.opadpo.dataset.version.Dataset;
import io.opadpo.dataset.version.Datasets;
import io.opadpo.dataset.version.Draft;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.service.clients.RemoteException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a data set: reads corrections, leaves out what the {@link Filters} say, writes lines and statistics, publishes.
 *
 * <p>Each run writes files of its own and publishes them in one transaction under its fence. A run that finds the job's
 * data set published, by one that died right afterwards, has nothing left to do.
 */
@Component
final class DatasetJob implements JobHandler {

    static final String KIND = "dataset";

    private static final int BATCH = 100;

    private final Corrections corrections;
    private final Images images;
    private final Datasets datasets;
    private final BlobStore blobs;
    private final Validator validator;
    private final JsonMapper json;

    DatasetJob(
            Corrections corrections,
            Images images,
            Datasets datasets,
            BlobStore blobs,
            Validator validator,
            JsonMapper json) {
        this.corrections = corrections;
        this.images = images;
        this.datasets = datasets;
        this.blobs = blobs;
        this.validator = validator;
        this.json = json;
    }

    /** What the job shows in the end. */
    record Result(UUID dataset, String name, int version, long samples, long dropped) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, IOException {
        Job job = run.job();
        DatasetRequest request = valid(run.parameters(DatasetRequest.class));
        Optional<Dataset> published = datasets.byJob(job.owner(), job.id());
        Dataset dataset = published.isPresent() ? published.get() : make(run, request);
        datasets.discardDrafts(job.id());
        return JobOutcome.of(json.valueToTree(
                new Result(dataset.id(), dataset.name(), dataset.version(), dataset.samples(), dataset.dropped())));
    }

    private DatasetRequest valid(DatasetRequest request) throws JobException {
        Set<ConstraintViolation<DatasetRequest>> violations = validator.validate(request);
        for (ConstraintViolation<DatasetRequest> violation : violations) {
            String field = violation
                    .getPropertyPath()
                    .toString()
                    .replaceAll("(?=[A-Z])", "_")
                    .toLowerCase(Locale.ROOT);
            throw new JobException(
                    new JobError("INVALID_PARAMETERS", field + " " + violation.getMessage(), false, field), null);
        }
        return request;
    }

    private Dataset make(JobRun run, DatasetRequest request) throws JobException, IOException {
        Job job = run.job();
        try (BuildFiles files = new BuildFiles(json)) {
            fill(files, run, request);
            files.finish();
            Statistics statistics = files.counter().statistics();
            if (statistics.samples() == 0) {
                throw new JobException(
                        "NOTHING_LEFT", "No sample is left of these answers: " + statistics.droppedBy(), false);
            }
            Draft draft = datasets.draft(job.owner(), request.name(), job.id(), request.feedbackJob());
            blobs.put(draft.samples(), files.samples());
            blobs.put(draft.dropped(), files.dropped());
            run.checkpoint();
            return datasets.publish(
                    run.claim(),
                    draft,
                    new Contents(statistics.samples(), statistics.dropped(), json.writeValueAsString(statistics)));
        }
    }

    private void fill(BuildFiles files, JobRun run, DatasetRequest request) throws JobException, IOException {
        String owner = run.job().owner();
        Split split = request.split();
        try (Stream<Correction> all = corrections.of(owner, request.feedbackJob())) {
            Iterator<Correction> answers = all.iterator();
            while (answers.hasNext()) {
                run.checkpoint();
                List<Correction> batch = next(answers);
                Set<String> known = knownImages(owner, batch);
                for (Correction correction : batch) {
                    files.add(correction, Filters.apply(correction, known, split));
                }
                run.progress(new Progress(files.counter().answers(), null, "answers", null, null));
            }
        } catch (RemoteException e) {
            throw e.asJobException();
        }
    }

    private static List<Correction> next(Iterator<Correction> answers) {
        List<Correction> batch = new ArrayList<>();
        while (batch.size() < BATCH && answers.hasNext()) {
            batch.add(answers.next());
        }
        return batch;
    }

    private Set<String> knownImages(String owner, List<Correction> batch) {
        return images.known(
                owner,
                batch.stream()
                        .map(Correction::image)
                        .flatMap(Stream::ofNullable)
                        .collect(Collectors.toSet()));
    }
}
