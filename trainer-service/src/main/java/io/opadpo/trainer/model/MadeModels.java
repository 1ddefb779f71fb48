package io.opadpo.trainer.model;

import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.files.FileTree;
import io.opadpo.trainer.artifact.ArtifactKeys;
import io.opadpo.trainer.artifact.Artifacts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
    private final JobLeases leases;
    private final TransactionTemplate transactions;
    private final Clock clock;

    MadeModels(
            ModelRepository repository,
            Artifacts artifacts,
            JobLeases leases,
            TransactionTemplate transactions,
            Clock clock) {
        this.repository = repository;
        this.artifacts = artifacts;
        this.leases = leases;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The model that a job has made. */
    public Optional<MadeModel> ofJob(String owner, UUID job) {
        return repository.findByOwnerAndId(owner, job).map(ModelEntity::toModel);
    }

    Optional<MadeModel> find(String owner, String name) {
        return repository.findByOwnerAndName(owner, name).map(ModelEntity::toModel);
    }

    List<MadeModel> list(String owner) {
        return repository.findByOwnerOrderByName(owner).stream()
                .map(ModelEntity::toModel)
                .toList();
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
