package io.opadpo.feedback.batch;

import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.feedback.calls.Replies;
import org.springframework.stereotype.Component;

/** Makes the batches of jobs. */
@Component
public class BatchRuns {
    private final BatchTable table;
    private final BatchCalls calls;
    private final Replies replies;

    BatchRuns(BatchTable table, BatchCalls calls, Replies replies) {
        this.table = table;
        this.calls = calls;
        this.replies = replies;
    }

    /** The batches of a job. */
    public Batches of(BatchJob job) {
        return new Batches(job, table, calls, replies);
    }
}
