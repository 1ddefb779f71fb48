package io.opadpo.dataset.intake;

import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.intake.PromptImportRequest.Subsets;
import io.opadpo.dataset.prompt.ImportedPromptSets;
import io.opadpo.dataset.source.ImportFiles;
import io.opadpo.dataset.source.ImportRoot;
import io.opadpo.dataset.source.Manifest;
import io.opadpo.dataset.source.Manifests;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes prompt sets of files, in three steps: all rows are read and judged, the ones wanted are chosen, and those are
 * read again to store their images and prompts. A run goes on where the last one stopped, row by row.
 */
@Component
final class PromptImportJob implements JobHandler {

    static final String KIND = "prompt-import";

    private final ImportFiles files;
    private final Manifests manifests;
    private final ImportTable table;
    private final Survey survey;
    private final Choice choice;
    private final PromptStore store;
    private final ImportedPromptSets sets;
    private final Images images;
    private final ImportRoot root;
    private final Publication publication;
    private final JobLeases leases;
    private final TransactionOperations transaction;
    private final JsonMapper json;

    PromptImportJob(
            ImportFiles files,
            Manifests manifests,
            ImportTable table,
            Survey survey,
            Choice choice,
            PromptStore store,
            ImportedPromptSets sets,
            Images images,
            ImportRoot root,
            Publication publication,
            JobLeases leases,
            TransactionOperations transaction,
            JsonMapper json) {
        this.files = files;
        this.manifests = manifests;
        this.table = table;
        this.survey = survey;
        this.choice = choice;
        this.store = store;
        this.sets = sets;
        this.images = images;
        this.root = root;
        this.publication = publication;
        this.leases = leases;
        this.transaction = transaction;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, IOException {
        Job job = run.job();
        PromptImportRequest request = json.treeToValue(job.parameters(), PromptImportRequest.class);
        Manifest manifest = manifests.of(run, request.source(), OpenFile.EXTENSIONS);
        PromptRowReader reader = new PromptRowReader(job.owner(), request, images, root);
        for (int i = 0; i < manifest.files().size(); i++) {
            Manifest.File file = manifest.files().get(i);
            survey.read(run, file, i, files.fetch(run, manifest, file), reader);
        }
        choose(run, request);
        UUID[] ids = IntStream.range(0, request.sets())
                .mapToObj(set -> setId(job.id(), set))
                .toArray(UUID[]::new);
        for (UUID id : ids) {
            sets.begin(job.owner(), id);
        }
        store.fill(run, manifest, ids, reader);
        ImportResult result = publication.publish(run, request, manifest, ids);
        manifests.discard(job.id());
        files.discard(job.id());
        return JobOutcome.of(json.valueToTree(result));
    }

    private void choose(JobRun run, PromptImportRequest request) throws JobException {
        UUID job = run.job().id();
        if (table.isChosen(job)) {
            return;
        }
        long count = table.count(job);
        Subsets subsets = request.subsets();
        if (count == 0) {
            throw new JobException(
                    "NOTHING_LEFT", "No row of the files can become a prompt; the items tell why", false);
        }
        if (subsets == null && count > sets.limit()) {
            throw new JobException("TOO_LARGE", "A prompt set has at most " + sets.limit() + " prompts", false);
        }
        SortedMap<String, Long> quotas =
                subsets == null ? new TreeMap<>() : Choice.quotas(table.strata(job), subsets.total());
        transaction.executeWithoutResult(status -> {
            leases.guard(run.claim());
            if (subsets == null) {
                choice.all(job);
            } else {
                choice.deal(job, subsets, quotas);
            }
        });
    }

    /** The same in every run. */
    private static UUID setId(UUID job, int set) {
        return UUID.nameUUIDFromBytes((job + "/" + set).getBytes(StandardCharsets.UTF_8));
    }
}
