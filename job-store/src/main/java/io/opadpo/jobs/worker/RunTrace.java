package io.opadpo.jobs.worker;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.opadpo.jobs.Job;

/** The span of a run: a child of the job's submission, one for each attempt. */
final class RunTrace {
    private static final String NAME = "opadpo.jobs.attempt";
    private static final String TRACEPARENT = "traceparent";

    private RunTrace() {}

    static Observation of(ActiveRun run, ObservationRegistry registry) {
        Job job = run.job();
        Observation observation = Observation.createNotStarted(NAME, () -> context(run), registry)
                .contextualName("run " + job.kind())
                .lowCardinalityKeyValue("opadpo.job.kind", job.kind())
                .highCardinalityKeyValue("opadpo.job.id", job.id().toString())
                .highCardinalityKeyValue("opadpo.job.attempt", Integer.toString(RunLog.attempt(job)));
        return job.pipeline() == null
                ? observation
                : observation.highCardinalityKeyValue(
                        "opadpo.pipeline.id", job.pipeline().toString());
    }

    private static ReceiverContext<ActiveRun> context(ActiveRun run) {
        ReceiverContext<ActiveRun> context = new ReceiverContext<>(
                (carrier, header) -> TRACEPARENT.equals(header) ? carrier.traceparent() : null, Kind.CONSUMER);
        context.setCarrier(run);
        return context;
    }

    /** Tells how it ended. */
    static void ended(Observation observation, RunListener.End end) {
        observation.lowCardinalityKeyValue("opadpo.job.end", end.label());
    }
}
