package io.opadpo.jobs.worker;

import io.opadpo.jobs.Attempts;
import io.opadpo.jobs.Job;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.MDC;

/** What every line of the log says of the run that it comes from. */
public final class RunLog implements AutoCloseable {
    /** Names under which SLF4J's diagnostic context has it. */
    public static final String[] KEYS = {"job_id", "pipeline_id", "owner", "kind", "attempt"};

    private RunLog() {}

    /** Lines of this thread are the job's until this is closed. */
    static RunLog open(Job job) {
        of(job).forEach(MDC::put);
        return new RunLog();
    }

    private static Map<String, String> of(Job job) {
        Map<String, String> said = new TreeMap<>(Map.of(
                "job_id", job.id().toString(),
                "owner", job.owner(),
                "kind", job.kind(),
                "attempt", Integer.toString(attempt(job))));
        if (job.pipeline() != null) {
            said.put("pipeline_id", job.pipeline().toString());
        }
        return said;
    }

    /** From 1. A run that was only stopped is not counted. */
    static int attempt(Job job) {
        Attempts before = job.attempts();
        return before.errors() + before.crashes() + 1;
    }

    @Override
    public void close() {
        for (String key : KEYS) {
            MDC.remove(key);
        }
    }
}
