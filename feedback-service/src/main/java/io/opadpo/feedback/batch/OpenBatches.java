package io.opadpo.feedback.batch;

import io.opadpo.chat.Batch;
import io.opadpo.chat.CallException;
import io.opadpo.chat.work.Waiting;
import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A job's batches under way: starts them, looks at them, and collects those that have ended. */
final class OpenBatches {
    private static final Logger log = LoggerFactory.getLogger(OpenBatches.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(10);

    private final BatchJob job;
    private final BatchTable table;
    private final BatchCalls calls;
    private int crowd;
    private boolean refused;

    OpenBatches(BatchJob job, BatchTable table, BatchCalls calls) {
        this.job = job;
        this.table = table;
        this.calls = calls;
    }

    int count() {
        return table.open(job.id()).size();
    }

    /** Whether the endpoint has room for one more: it has since fewer are at it than when it had none. */
    boolean room() {
        return crowd == 0 || table.openAt(job.judge().endpoint()) < crowd;
    }

    /** Whether the endpoint has refused one, and the rest is to be asked one by one. */
    boolean refused() {
        return refused;
    }

    /** Closes those that a run which is no more did not get to upload: a file costs nothing, and is made anew. */
    void dropUnsent() {
        for (StoredBatch batch : table.open(job.run().claim())) {
            if (batch.state() == StoredBatch.State.NEW) {
                calls.closeRest(batch.id(), null);
                table.done(batch.id(), false);
            }
        }
    }

    /** Starts those that are uploaded. */
    void start() throws JobException, InterruptedException {
        for (StoredBatch batch : table.open(job.id())) {
            if (batch.remote() == null) {
                table.running(batch.id(), start(batch));
            }
        }
    }

    /** Looks at each that is started, and collects what has ended; whether any has. */
    boolean look() throws JobException, InterruptedException, IOException {
        boolean any = false;
        for (StoredBatch stored : table.open(job.id())) {
            String remote = String.valueOf(stored.remote());
            Batch batch = Waiting.await(job.run(), job.client().get(remote), "batch " + remote);
            if (batch.ended()) {
                collect(stored, batch);
                any = true;
            }
        }
        return any;
    }

    /** The endpoint's id of a batch that may have been started or not. */
    private String start(StoredBatch batch) throws JobException, InterruptedException {
        String name = batch.id().toString();
        Optional<Batch> found = Waiting.await(
                job.run(),
                job.client().find(name).map(Optional::of).defaultIfEmpty(Optional.empty()),
                "the start of batch " + name);
        String remote = (found.isPresent() ? found.get() : create(batch, name)).id();
        log.info(
                "Batch {} of job {} is {} at {}",
                name,
                job.id(),
                remote,
                job.judge().endpoint());
        return remote;
    }

    /** Only while the job is this run's: another run would look for the batch before it is there. */
    private Batch create(StoredBatch batch, String name) throws JobException, InterruptedException {
        table.starting(job.run().claim(), batch.id());
        Mono<Batch> created = job.client()
                .create(String.valueOf(batch.inputFile()), name)
                .onErrorResume(
                        e -> e instanceof CallException call && call.mayBePaid(),
                        e -> job.client().find(name).switchIfEmpty(Mono.error(e)));
        return Waiting.await(job.run(), created, "the start of batch " + name);
    }

    private void collect(StoredBatch stored, Batch batch) throws JobException, InterruptedException, IOException {
        new BatchOutput(
                        job.owner(),
                        job.judge(),
                        (file, path) -> Waiting.await(
                                job.run(), BatchOutput.download(job.client(), file, path), "file " + file),
                        calls)
                .collect(stored.id(), batch);
        table.done(stored.id(), !batch.failed());
        int others = batch.hadNoRoom() ? table.openAt(job.judge().endpoint()) : 0;
        if (others > 0) {
            crowd = others;
        } else if (batch.failed()) {
            refuse(batch);
        }
    }

    private void refuse(Batch batch) throws JobException {
        String problem = batch.problem() == null ? "" : ": " + batch.problem();
        String message = "The endpoint refused batch " + batch.id() + problem;
        if (!job.fallback()) {
            throw new JobException("BATCH_REFUSED", message, false);
        }
        log.warn("{}; job {} goes on one by one", message, job.id());
        refused = true;
    }

    /** Asks the endpoint to end them; somebody else sees to what they cost by then. */
    void cancel() {
        List<String> remotes = table.open(job.id()).stream()
                .map(StoredBatch::remote)
                .filter(Objects::nonNull)
                .toList();
        Flux.fromIterable(remotes)
                .flatMap(remote -> job.client().cancel(remote).onErrorComplete())
                .then()
                .timeout(LAST_WORD)
                .onErrorComplete()
                .block();
    }
}
