package io.opadpo.dataset.version;

import io.opadpo.blobs.BlobStore;
import io.opadpo.dataset.NewestFirst;
import io.opadpo.jobs.Claim;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobRemoval;
import io.opadpo.jobs.Owner;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.retention.BlobRemoval;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Drafts and published data sets.
 *
 * <p>A draft's files are complete before it is published, and publishing is one transaction under the fence of the
 * job's claim: a run that has lost its job publishes nothing, and a job publishes once however often it runs.
 */
@Service
public class Datasets {

    private final DatasetRepository datasets;
    private final BlobStore blobs;
    private final BlobRemoval files;
    private final JobLeases leases;
    private final TransactionOperations transaction;
    private final JobRemoval removal;
    private final Clock clock;

    Datasets(
            DatasetRepository datasets,
            BlobStore blobs,
            BlobRemoval files,
            JobLeases leases,
            TransactionOperations transaction,
            JobRemoval removal,
            Clock clock) {
        this.datasets = datasets;
        this.blobs = blobs;
        this.files = files;
        this.leases = leases;
        this.transaction = transaction;
        this.removal = removal;
        this.clock = clock;
    }

    /** Begins a data set. */
    public Draft draft(String owner, String name, UUID job, Origin origin) {
        DatasetEntity draft = new DatasetEntity(UUID.randomUUID(), owner, name, job, origin, now());
        return datasets.save(draft).draft();
    }

    /**
     * Publishes a draft whose files are complete.
     *
     * @throws io.opadpo.jobs.LostLeaseException if the job is somebody else's by now; nothing is published then
     */
    public Dataset publish(Claim claim, Draft draft, Contents contents) {
        return transaction.execute(status -> {
            leases.guard(claim);
            DatasetEntity entity = datasets.findById(draft.id())
                    .orElseThrow(() -> new IllegalStateException("Draft " + draft.id() + " is gone"));
            entity.publish(datasets.nextVersion(draft.owner(), entity.name()), contents, now());
            return entity.dataset();
        });
    }

    /** Removes the drafts that earlier runs of the job have left. */
    public void discardDrafts(UUID job) {
        for (DatasetEntity draft : datasets.findByJobAndVersionIsNull(job)) {
            DatasetFiles.of(draft.draft().owner(), draft.getId()).ofDraft().forEach(blobs::delete);
            datasets.discard(draft.getId());
        }
    }

    /** The data set, if it is published and this owner's. */
    public Optional<Dataset> find(String owner, UUID id) {
        return datasets.findByOwnerAndIdAndVersionIsNotNull(owner, id).map(DatasetEntity::dataset);
    }

    /** The data set that a job of this owner has published. */
    public Optional<Dataset> byJob(String owner, UUID job) {
        return datasets.findByOwnerAndJobAndVersionIsNotNull(owner, job).map(DatasetEntity::dataset);
    }

    /** Published ones behind this place, newest first. */
    List<Dataset> list(String owner, NewestFirst after, int limit) {
        return datasets.listBefore(owner, after.created(), after.id(), Limit.of(limit)).stream()
                .map(DatasetEntity::dataset)
                .toList();
    }

    /**
     * Forgets a data set and removes its files. Should the process die in between, a collection deletes the rest.
     *
     * @throws ApiException if jobs that have not ended name it, or the job that made it
     */
    void delete(Dataset dataset) {
        Owner owner = Owner.of(dataset.owner());
        Set<String> users = new TreeSet<>();
        for (UUID name : List.of(dataset.id(), dataset.job())) {
            removal.unfinishedNaming(owner, name.toString()).forEach(job -> users.add("job " + job));
        }
        users.remove("job " + dataset.job());
        if (!users.isEmpty()) {
            throw ApiException.inUse("data set " + dataset.id(), users);
        }
        datasets.delete(dataset.id());
        files.removeAll(dataset.files().folder());
    }

    /** As exact as the database keeps it, so that a cursor made from it finds its place. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
