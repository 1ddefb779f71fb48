package io.opadpo.feedback;

import io.opadpo.feedback.judge.Judge;
import io.opadpo.jobs.JobStore;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.security.Caller;
import java.util.List;
import org.springframework.stereotype.Component;

/** What a request says that only its own fields cannot tell right from wrong. */
@Component
final class RequestChecks {
    private static final String ROLLOUT = "rollout";

    private final Judges judges;
    private final JobStore store;

    RequestChecks(Judges judges, JobStore store) {
        this.judges = judges;
        this.store = store;
    }

    /** Who would correct; 400 if the request cannot be met. */
    List<Judge> judges(Caller caller, FeedbackRequest request) {
        if (request.judge() != null && request.judges() != null) {
            throw ApiException.invalid("judges", "give either this or judge");
        }
        List<Judge> asked = judges.of(request);
        if (asked.isEmpty()) {
            throw ApiException.invalid(request.judges() == null ? "judge" : "judges", "no such endpoint is configured");
        }
        if (request.budget() != null
                && !asked.stream().allMatch(judge -> judge.settings().price().known())) {
            throw ApiException.invalid("budget", "needs the price of every endpoint in the configuration");
        }
        if (request.prompt() != null) {
            request.prompt().problem().ifPresent(problem -> {
                throw ApiException.invalid(problem.field(), problem.reason());
            });
        }
        if (store.find(caller.asOwner(), request.rolloutJob())
                .filter(job -> job.kind().equals(ROLLOUT))
                .isEmpty()) {
            throw ApiException.invalid("rollout_job", "there is no such rollout");
        }
        return asked;
    }
}
