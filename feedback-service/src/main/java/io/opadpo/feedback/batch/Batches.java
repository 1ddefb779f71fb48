package io.opadpo.feedback.batch;

import io.opadpo.chat.work.Waiting;
import io.opadpo.feedback.batch.BatchMaker.Made;
import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.feedback.calls.Replies;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.StopReason;
import io.opadpo.jobs.worker.StopRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Gets the first replies of a job in batches, several under way at once, and keeps them where whoever asks for them next
 * finds them. What a batch leaves unanswered goes into one more.
 *
 * <p>A run goes on where the one before ended, at whatever point that was. A batch that was never told to start is made
 * anew, as a file costs nothing; one that may have been started is looked for under our name for it before it is started.
 */
public final class Batches {
    private final BatchJob job;
    private final BatchTable table;
    private final BatchCalls calls;
    private final Replies replies;
    private final OpenBatches open;

    Batches(BatchJob job, BatchTable table, BatchCalls calls, Replies replies) {
        this.job = job;
        this.table = table;
        this.calls = calls;
        this.replies = replies;
        this.open = new OpenBatches(job, table, calls);
    }

    /**
     * Ends once every batch of the job has ended and is collected, and no question is left that one could answer.
     *
     * @param questions all of them, from the first one, as often as they are asked for
     * @return the items without an answer, and why
     * @throws JobException {@code BATCH_REFUSED} if the endpoint refuses a batch as a whole
     */
    public Map<String, String> work(Supplier<Questions> questions) throws JobException, InterruptedException {
        try {
            open.dropUnsent();
            Map<String, String> unanswered = new HashMap<>();
            while (pass(questions.get(), unanswered) && !open.refused()) {
                unanswered.clear();
            }
            return unanswered;
        } catch (StopRun e) {
            if (e.reason() == StopReason.CANCEL) {
                open.cancel();
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Goes once through all questions. Whether another pass may find one without an answer: one went into a batch, or came
     * out of one, which may be of an earlier run.
     */
    private boolean pass(Questions questions, Map<String, String> unanswered)
            throws JobException, InterruptedException, IOException {
        BatchMaker maker = new BatchMaker(job, table, calls, replies, questions, unanswered);
        Made made = Made.UPLOADED;
        boolean any = false;
        while ((made != Made.NO_MORE && !open.refused()) || open.count() > 0) {
            int count = open.count();
            boolean may = made != Made.NO_MORE
                    && !open.refused()
                    && count < job.settings().inFlight()
                    && open.room();
            if (may) {
                made = maker.next(count == 0);
                any |= made == Made.UPLOADED;
            }
            open.start();
            // Not before there are as many as may be.
            if (may && made == Made.UPLOADED) {
                continue;
            }
            boolean ended = look();
            any |= ended;
            if (!ended) {
                Waiting.await(job.run(), Mono.delay(job.settings().poll()), "the batches");
            }
        }
        return any;
    }

    private boolean look() throws JobException, InterruptedException, IOException {
        boolean ended = open.look();
        job.run().progress(job.progress().apply(open.count()));
        return ended;
    }
}
