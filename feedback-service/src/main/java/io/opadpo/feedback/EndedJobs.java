package io.opadpo.feedback;

import io.opadpo.feedback.batch.EndedBatches;
import io.opadpo.feedback.batch.EndedBatches.Asking;
import io.opadpo.feedback.calls.JobCosts;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import java.util.Optional;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Settles what jobs that have ended or are paused left behind: no run of theirs will, or perhaps too late. */
@Component
final class EndedJobs {
    private final JobStore store;
    private final JobCosts costs;
    private final EndedBatches batches;
    private final Judges judges;
    private final FeedbackClients clients;

    EndedJobs(JobStore store, JobCosts costs, EndedBatches batches, Judges judges, FeedbackClients clients) {
        this.store = store;
        this.costs = costs;
        this.batches = batches;
        this.judges = judges;
        this.clients = clients;
    }

    @Scheduled(fixedDelayString = "${opadpo.feedback.batch.poll:1m}")
    void settle() {
        for (UUID id : costs.open()) {
            if (ended(id).isPresent()) {
                costs.settle(id);
            }
        }
        for (UUID id : batches.jobs()) {
            store.find(Owner.ANY, id).ifPresent(this::settleBatches);
        }
    }

    private void settleBatches(Job job) {
        if (job.state().isFinal()) {
            batches.settle(job.id(), job.owner(), () -> ended(job.id()).isPresent(), this::asking);
        } else if (job.state() == JobState.PAUSED) {
            batches.collect(job.id(), job.owner(), this::asking);
        }
    }

    private Optional<Job> ended(UUID id) {
        return store.find(Owner.ANY, id).filter(job -> job.state().isFinal());
    }

    private Optional<Asking> asking(String endpoint) {
        return judges.find(endpoint).map(judge -> new Asking(judge, clients.batchesOnce(judge.settings())));
    }
}
