package io.opadpo.feedback.batch;

import io.opadpo.chat.BatchClient;
import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.feedback.calls.Replies;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.jobs.worker.JobRun;
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

    /** The batches of a job, which a judge answers. */
    public Batches of(JobRun run, Judge judge, BatchClient client, BatchSettings settings) {
        return new Batches(run, judge, client, settings, table, calls, replies);
    }
}
