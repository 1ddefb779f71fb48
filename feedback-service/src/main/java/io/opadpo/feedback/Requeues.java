package io.opadpo.feedback;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobEvent;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import java.util.List;
import org.springframework.stereotype.Component;

/** How often jobs were requeued by their owners. */
@Component
final class Requeues {
    private static final int EVENTS = 1000;

    private final JobStore store;

    Requeues(JobStore store) {
        this.store = store;
    }

    long of(Job job) {
        Owner owner = Owner.of(job.owner());
        long requeues = 0;
        List<JobEvent> events = store.events(owner, job.id(), 0, EVENTS);
        while (!events.isEmpty()) {
            requeues += events.stream()
                    .filter(event -> event.type().equals("requeue"))
                    .count();
            events = store.events(owner, job.id(), events.get(events.size() - 1).seq(), EVENTS);
        }
        return requeues;
    }
}
