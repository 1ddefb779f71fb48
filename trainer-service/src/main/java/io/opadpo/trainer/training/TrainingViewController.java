package io.opadpo.trainer.training;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobNotFoundException;
import io.opadpo.llava.train.checkpoint.Checkpoint;
import io.opadpo.llava.train.checkpoint.CheckpointStore;
import io.opadpo.llava.train.checkpoint.Retention;
import io.opadpo.service.jobs.JobAccess;
import io.opadpo.service.security.Caller;
import io.opadpo.trainer.artifact.WorkFolders;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a training leaves in its folder: metrics, checkpoints and the samples it dropped. */
@RestController
@RequestMapping(path = "/v1/trainings/{job}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Trainings")
class TrainingViewController {

    private final JobAccess access;
    private final WorkFolders work;

    TrainingViewController(JobAccess access, WorkFolders work) {
        this.access = access;
        this.work = work;
    }

    /**
     * A state that the training can go on from.
     *
     * @param metrics of the evaluation at that step, if there was one
     */
    record CheckpointView(long step, Map<String, Double> metrics) {}

    record Checkpoints(List<CheckpointView> items) {}

    @GetMapping("/metrics")
    @Operation(
            summary = "Metrics of a training, by step",
            description = "One record per optimiser step: loss and its terms, rewards and margins, KL, gradient norm,"
                    + " learning rate, speed, memory. `next` is the `from_step` of the following part.")
    Metrics metrics(
            Caller caller,
            @PathVariable UUID job,
            @Parameter(description = "First step wanted") @RequestParam(name = "from_step", defaultValue = "1") @Min(0)
                    long fromStep,
            @Parameter(description = "Last step wanted")
                    @RequestParam(name = "to_step", defaultValue = "" + Long.MAX_VALUE)
                    @Min(0)
                    long toStep,
            @Parameter(description = "Most records") @RequestParam(defaultValue = "1000") @Min(1) @Max(10_000)
                    int limit)
            throws IOException {
        return Metrics.read(JobFolder.metrics(folder(caller, job)), fromStep, toStep, limit);
    }

    @GetMapping("/checkpoints")
    @Operation(summary = "Checkpoints that a training has on disk, oldest first")
    Checkpoints checkpoints(Caller caller, @PathVariable UUID job) {
        CheckpointStore store = new CheckpointStore(JobFolder.checkpoints(folder(caller, job)), Retention.last(1));
        return new Checkpoints(
                store.list().stream().map(TrainingViewController::view).toList());
    }

    @GetMapping("/dropped")
    @Operation(summary = "Samples that a training did not use, each with its reason")
    JsonNode dropped(Caller caller, @PathVariable UUID job) throws IOException {
        Path file = JobFolder.dropped(folder(caller, job));
        JsonMapper mapper = JsonMapper.shared();
        return Files.exists(file) ? mapper.readTree(Files.readAllBytes(file)) : mapper.createObjectNode();
    }

    private static CheckpointView view(Checkpoint checkpoint) {
        return new CheckpointView(checkpoint.step(), checkpoint.metrics());
    }

    /** The folder of a training that is the caller's. */
    private Path folder(Caller caller, UUID id) {
        Job job = access.get(caller, id);
        if (!TrainingKind.jobs().contains(job.kind())) {
            throw new JobNotFoundException(id);
        }
        return work.of(id);
    }
}
