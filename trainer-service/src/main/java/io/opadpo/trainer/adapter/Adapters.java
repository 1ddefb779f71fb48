package io.opadpo.trainer.adapter;

import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.files.FileTree;
import io.opadpo.llava.files.Sha256;
import io.opadpo.trainer.artifact.ArtifactKeys;
import io.opadpo.trainer.artifact.Artifacts;
import io.opadpo.trainer.job.JobUsers;
import io.opadpo.trainer.model.AdapterSource;
import io.opadpo.trainer.model.ModelSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The register of adapters. */
@Component
public class Adapters {

    private static final String WEIGHTS = "adapter_model.safetensors";

    private final AdapterRepository repository;
    private final Artifacts artifacts;
    private final JobUsers users;
    private final JobLeases leases;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Adapters(
            AdapterRepository repository,
            Artifacts artifacts,
            JobUsers users,
            JobLeases leases,
            TransactionTemplate transactions,
            Clock clock) {
        this.repository = repository;
        this.artifacts = artifacts;
        this.users = users;
        this.leases = leases;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Optional<Adapter> find(String owner, String name) {
        return repository.findByOwnerAndName(owner, name).map(AdapterEntity::toAdapter);
    }

    /** The adapter that a job has made. */
    public Optional<Adapter> ofJob(String owner, UUID job) {
        return repository.findByOwnerAndId(owner, job).map(AdapterEntity::toAdapter);
    }

    /** All of an owner's, by name. */
    public List<Adapter> list(String owner) {
        return repository.findByOwnerOrderByName(owner).stream()
                .map(AdapterEntity::toAdapter)
                .toList();
    }

    /** Those whose names come after one, by name. */
    List<Adapter> list(String owner, String after, int limit) {
        return repository.findByOwnerAndNameGreaterThanOrderByName(owner, after, Limit.of(limit)).stream()
                .map(AdapterEntity::toAdapter)
                .toList();
    }

    /**
     * Forgets an adapter and removes its files. Should the process die in between, a collection deletes the rest.
     *
     * @throws io.opadpo.service.error.ApiException if jobs that have not ended need it
     */
    void delete(String owner, Adapter adapter) throws IOException {
        users.requireNone("adapter " + adapter.name(), owner, adapter.id(), adapter.name(), List.of());
        repository.delete(owner, adapter.id());
        artifacts.delete(ArtifactKeys.adapter(owner, adapter.id()));
    }

    /** The adapter as models load it. */
    public AdapterSource source(String owner, Adapter adapter) {
        return new AdapterSource(adapter.id().toString(), () -> folder(owner, adapter));
    }

    /** Its PEFT folder on this disk. */
    public Path folder(String owner, Adapter adapter) {
        return artifacts.local(ArtifactKeys.adapter(owner, adapter.id()));
    }

    void zip(String owner, Adapter adapter, OutputStream out) throws IOException {
        artifacts.zip(ArtifactKeys.adapter(owner, adapter.id()), out);
    }

    /**
     * Stores and registers what a job has made; takes effect once however often the job does it. Should another adapter
     * have taken the name meanwhile, this one's name gets the beginning of the job's id.
     *
     * @throws io.opadpo.jobs.LostLeaseException if the job is somebody else's by now
     */
    public Adapter publish(JobRun run, String name, ModelSource model, Path folder) throws IOException {
        String owner = run.job().owner();
        UUID id = run.job().id();
        Optional<Adapter> earlier = ofJob(owner, id);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        artifacts.store(ArtifactKeys.adapter(owner, id), folder);
        String version = Sha256.of(folder.resolve(WEIGHTS));
        long bytes = size(folder);
        return transactions.execute(status -> {
            leases.guard(run.claim());
            String free = find(owner, name).isEmpty()
                    ? name
                    : name + "-" + id.toString().substring(0, 8);
            Adapter adapter = new Adapter(
                    id, free, run.job().kind(), model.name(), model.version(), version, bytes, clock.instant());
            repository.save(new AdapterEntity(adapter, owner));
            return adapter;
        });
    }

    private static long size(Path folder) throws IOException {
        long sum = 0;
        for (Path file : FileTree.descendants(folder)) {
            sum += Files.isRegularFile(file) ? Files.size(file) : 0;
        }
        return sum;
    }
}
