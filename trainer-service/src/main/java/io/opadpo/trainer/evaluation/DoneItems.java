package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.Page;
import io.opadpo.jobs.WorkItem;
import io.opadpo.jobs.worker.JobRun;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What a job's work items have come to, whichever run of it did them. */
@Component
final class DoneItems {

    private static final int PAGE = 500;

    private final JobStore jobs;

    DoneItems(JobStore jobs) {
        this.jobs = jobs;
    }

    /** The outputs of all items that are done, by the items' keys. */
    Map<String, JsonNode> of(JobRun run) {
        Owner owner = Owner.of(run.job().owner());
        Map<String, JsonNode> outputs = new HashMap<>();
        String after = null;
        do {
            Page<WorkItem, String> page = jobs.items(owner, run.job().id(), ItemState.DONE, after, PAGE);
            page.items().forEach(item -> outputs.put(item.item(), item.output()));
            after = page.next();
        } while (after != null);
        return outputs;
    }
}
