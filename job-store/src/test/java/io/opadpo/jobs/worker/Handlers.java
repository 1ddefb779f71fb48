package io.opadpo.jobs.worker;

import io.opadpo.jobs.support.TestStore;

/** Handlers from lambdas. */
final class Handlers {
    /** What a handler does. */
    interface Work {
        JobOutcome run(JobRun run) throws Exception;
    }

    private Handlers() {}

    static JobHandler of(Work work) {
        return new JobHandler() {
            @Override
            public String kind() {
                return TestStore.KIND;
            }

            @Override
            public JobOutcome run(JobRun run) throws Exception {
                return work.run(run);
            }
        };
    }
}
