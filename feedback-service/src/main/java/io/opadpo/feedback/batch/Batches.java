package io.opadpo.feedback.batch;

import io.opadpo.chat.Batch;
import io.opadpo.chat.BatchClient;
import io.opadpo.chat.CallException;
import io.opadpo.chat.work.Waiting;
import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.feedback.calls.Replies;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Question;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.jobs.worker.StopReason;
import io.opadpo.jobs.worker.StopRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Gets the first replies of a job in batches, and keeps them where whoever asks for them next finds them. What a batch
 * leaves out is asked one by one afterwards, repairs too.
 *
 * <p>A run goes on where the one before ended, at whatever point that was. A batch that was never told to start is made
 * anew, as a file costs nothing; one that may have been started is looked for under our name for it before it is started.
 */
public final class Batches {
    private static final Logger log = LoggerFactory.getLogger(Batches.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(10);

    private final JobRun run;
    private final Judge judge;
    private final BatchClient client;
    private final BatchSettings settings;
    private final BatchTable table;
    private final BatchCalls calls;
    private final Replies replies;

    Batches(
            JobRun run,
            Judge judge,
            BatchClient client,
            BatchSettings settings,
            BatchTable table,
            BatchCalls calls,
            Replies replies) {
        this.run = run;
        this.judge = judge;
        this.client = client;
        this.settings = settings;
        this.table = table;
        this.calls = calls;
        this.replies = replies;
    }

    /** What a job asks first about its answers, in their order; null after the last. */
    public interface Questions {
        @Nullable
        Question next() throws JobException, InterruptedException;

        /** The URL of an image. */
        Mono<String> image(String sha256);
    }

    /** Ends once every batch of the job has ended and is collected. */
    public void work(Questions questions) throws JobException, InterruptedException {
        try {
            finishAll();
            boolean more = true;
            while (more) {
                more = next(questions);
                finishAll();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes one batch of the next questions; whether there may be more. */
    private boolean next(Questions questions) throws JobException, InterruptedException, IOException {
        UUID job = run.job().id();
        UUID batch = table.add(job, judge.endpoint());
        try (InputFile file = new InputFile(batch, job, judge, calls, settings)) {
            boolean last = fill(file, questions);
            if (file.isEmpty()) {
                table.done(batch);
                return false;
            }
            Path path = file.finished();
            table.uploaded(batch, Waiting.await(run, client.upload(path), "the upload of batch " + batch));
            return !last;
        }
    }

    /** Whether these were the last questions. */
    private boolean fill(InputFile file, Questions questions) throws JobException, InterruptedException, IOException {
        while (!file.full()) {
            run.checkpoint();
            Question question = questions.next();
            if (question == null) {
                return true;
            }
            if (needed(question) && !add(file, questions, question)) {
                // No money for it now: it is asked by itself later, or waits for money.
                return false;
            }
        }
        return false;
    }

    private boolean needed(Question question) {
        return !calls.tried(run.job().id(), question.item())
                && !replies.has(run.job().id(), run.job().owner(), Replies.key(judge, question));
    }

    private boolean add(InputFile file, Questions questions, Question question)
            throws JobException, InterruptedException, IOException {
        String image = questions
                .image(question.image())
                .onErrorResume(e -> Mono.empty())
                .blockOptional()
                .orElse(null);
        // One whose image is missing fails when it is asked about.
        return image == null || file.add(question, image);
    }

    private void finishAll() throws JobException, InterruptedException, IOException {
        for (StoredBatch batch : table.open(run.job().id())) {
            switch (batch.state()) {
                case NEW -> {
                    calls.closeRest(batch.id());
                    table.done(batch.id());
                }
                case UPLOADED -> follow(batch.id(), start(batch));
                case RUNNING -> follow(batch.id(), String.valueOf(batch.remote()));
                case DONE -> {}
            }
        }
    }

    /** The endpoint's id of a batch that may have been started or not. */
    private String start(StoredBatch batch) throws JobException, InterruptedException {
        String name = batch.id().toString();
        Mono<Batch> started = client.find(name)
                .switchIfEmpty(Mono.defer(() -> client.create(String.valueOf(batch.inputFile()), name)))
                .onErrorResume(
                        e -> e instanceof CallException call && call.mayBePaid(),
                        e -> client.find(name).switchIfEmpty(Mono.error(e)));
        String remote =
                Waiting.await(run, started, "the start of batch " + name).id();
        table.running(batch.id(), remote);
        log.info("Batch {} of job {} is {} at {}", name, run.job().id(), remote, judge.endpoint());
        return remote;
    }

    private void follow(UUID id, String remote) throws JobException, InterruptedException, IOException {
        try {
            Batch batch = Waiting.await(run, client.get(remote), "batch " + remote);
            while (!batch.ended()) {
                Waiting.await(run, Mono.delay(settings.poll()), "batch " + remote);
                batch = Waiting.await(run, client.get(remote), "batch " + remote);
            }
            new BatchOutput(run, judge, client, calls).collect(id, batch);
            table.done(id);
            refuseFailed(batch);
        } catch (StopRun e) {
            if (e.reason() == StopReason.CANCEL) {
                client.cancel(remote).onErrorComplete().block(LAST_WORD);
            }
            throw e;
        }
    }

    private static void refuseFailed(Batch batch) throws JobException {
        if (batch.failed()) {
            String problem = batch.problem() == null ? "" : ": " + batch.problem();
            throw new JobException("BATCH_REFUSED", "The endpoint refused batch " + batch.id() + problem, false);
        }
    }
}
