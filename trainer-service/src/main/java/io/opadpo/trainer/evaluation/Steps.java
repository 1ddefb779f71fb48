package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobRun;

/** How far an evaluation is: scored samples and answered questions of all policies. */
final class Steps {

    private final JobRun run;
    private final long all;
    private long done;

    Steps(JobRun run, long all) {
        this.run = run;
        this.all = all;
    }

    /** Tells of more that is done, now or before the job was interrupted. */
    void add(int more, Policy policy) {
        done += more;
        run.progress(new Progress(done, all, "scores", null, policy.name()));
    }
}
