package io.opadpo.dataset.build;

import io.opadpo.dataset.build.Filters.Outcome;
import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.image.Pictures;
import io.opadpo.dataset.version.Origin;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.service.clients.RemoteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Makes a data set of a feedback job's corrections: leaves out what the {@link Filters} and {@link Checks} say. */
@Component
final class DatasetJob implements JobHandler {

    static final String KIND = "dataset";

    private static final int BATCH = 100;

    private final Corrections corrections;
    private final Images images;
    private final Pictures pictures;
    private final DatasetMaker maker;
    private final Parameters parameters;

    DatasetJob(Corrections corrections, Images images, Pictures pictures, DatasetMaker maker, Parameters parameters) {
        this.corrections = corrections;
        this.images = images;
        this.pictures = pictures;
        this.maker = maker;
        this.parameters = parameters;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, IOException {
        DatasetRequest request = parameters.of(run, DatasetRequest.class);
        Checks checks = new Checks(run.job().owner(), request.maxWordsOrDefault(), pictures);
        return maker.make(run, request, checks, files -> {
            fill(files, checks, run, request);
            return new Origin(request.feedbackJob(), null);
        });
    }

    private void fill(BuildFiles files, Checks checks, JobRun run, DatasetRequest request)
            throws JobException, IOException {
        String owner = run.job().owner();
        Split split = request.split();
        try (Stream<Correction> all = corrections.of(owner, request.feedbackJob())) {
            Iterator<Correction> answers = all.iterator();
            while (answers.hasNext()) {
                run.checkpoint();
                List<Correction> batch = next(answers);
                Set<String> known = knownImages(owner, batch);
                List<Outcome> outcomes = batch.stream()
                        .map(correction -> Filters.apply(correction, known, split))
                        .toList();
                checks.look(outcomes.stream()
                        .map(Outcome::kept)
                        .flatMap(Stream::ofNullable)
                        .map(kept -> kept.sample().image())
                        .toList());
                for (int i = 0; i < batch.size(); i++) {
                    files.add(batch.get(i), outcomes.get(i));
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
