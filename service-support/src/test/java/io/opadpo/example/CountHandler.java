package io.opadpo.example;

import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Counts, one item a step. */
@Component
class CountHandler implements JobHandler {
    static final String KIND = "count";

    private final JsonMapper json;

    CountHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException {
        CountParameters parameters = run.parameters(CountParameters.class);
        int upTo = parameters.steps().upTo();
        for (int i = 1; i <= upTo; i++) {
            run.checkpoint();
            run.items().putDone("%03d".formatted(i), json.valueToTree(Map.of("number", i)));
            run.progress(i, upTo, "numbers");
        }
        return JobOutcome.of(json.valueToTree(Map.of("counted", upTo)));
    }
}
