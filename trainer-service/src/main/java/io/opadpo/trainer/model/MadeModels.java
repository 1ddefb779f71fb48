package io.opadpo.trainer.model;

import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.files.FileTree;
import io.opadpo.trainer.artifact.ArtifactKeys;
import io.opadpo.trainer.artifact.Artifacts;
import io.opadpo.trainer.job.JobUsers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The register of models that jobs have made. */
@Component
public class MadeModels {

    private final ModelRepository repository;
    private final Artifacts artifacts;
    private final JobUsers users;
    private final JobLeases leases;
    private final TransactionTemplate transactions;
    private final Clock clock;

    MadeModels(
            ModelRepository repository,
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

    /** The model that a job has made. */
    public Optional<MadeModel> ofJob(String owner, UUID job) {
        return repository.findByOwnerAndId(owner, job).map(ModelEntity::toModel);
    }

    /** The model of this name. */
    public Optional<MadeModel> find(String owner, String name) {
        return repository.findByOwnerAndName(owner, name).map(ModelEntity::toModel);
    }

    List<MadeModel> list(String owner) {
        return repository.findByOwnerOrderByName(owner).stream()
                .map(ModelEntity::toModel)
                .toList();
    }

    /**
     * Forgets a model and removes its files. Should the process die in between, a collection deletes the rest. A process
     * that has it loaded keeps it until it makes room or ends.
     *
     * @param adapters names of the adapters that are for it
     * @throws io.opadpo.service.error.ApiException if adapters, other models or jobs that have not ended need it
     */
    public void delete(String owner, MadeModel model, List<String> adapters) throws IOException {
        List<String> others = new ArrayList<>();
        adapters.forEach(name -> others.add("adapter " + name));
        list(owner).stream()
                .filter(other -> other.baseModel().equals(model.name()))
                .forEach(other -> others.add("model " + other.name()));
        users.requireNone("model " + model.name(), owner, model.id(), model.name(), others);
        repository.delete(owner, model.id());
        artifacts.delete(ArtifactKeys.model(owner, model.id()));
    }

    /** Its folder on this disk. */
    Path folder(String owner, MadeModel model) {
        return artifacts.local(ArtifactKeys.model(owner, model.id()));
    }

    /** Writes its folder as a zip file. */
    public void zip(String owner, MadeModel model, OutputStream out) throws IOException {
        artifacts.zip(ArtifactKeys.model(owner, model.id()), out);
    }

    /**
     * Stores and registers what a job has made; takes effect once however often the job does it. Should another model
     * have taken the name meanwhile, this one's name gets the beginning of the job's id.
     *
     * @throws io.opadpo.jobs.LostLeaseException if the job is somebody else's by now
     */
    public MadeModel publish(JobRun run, String name, String baseModel, Path folder) throws IOException {
        String owner = run.job().owner();
        UUID id = run.job().id();
        Optional<MadeModel> earlier = ofJob(owner, id);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        artifacts.store(ArtifactKeys.model(owner, id), folder);
        String version = ModelVersion.of(folder, null);
        long bytes = size(folder);
        return transactions.execute(status -> {
            leases.guard(run.claim());
            String free = find(owner, name).isEmpty()
                    ? name
                    : name + "-" + id.toString().substring(0, 8);
            MadeModel model = new MadeModel(id, free, run.job().kind(), baseModel, version, bytes, clock.instant());
            repository.save(new ModelEntity(model, owner));
            return model;
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
