package io.opadpo.feedback;

import io.opadpo.chat.ChatEndpoint.Kind;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.PromptText.Problem;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.security.Caller;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What a request says that only its own fields cannot tell right from wrong. */
@Component
final class RequestChecks {
    private static final String ROLLOUT = "rollout";
    private static final String UNPRICED = "needs the price of every endpoint in the configuration";

    private final Judges judges;
    private final JobStore store;

    RequestChecks(Judges judges, JobStore store) {
        this.judges = judges;
        this.store = store;
    }

    /** Who would correct; 400 if the request cannot be met. */
    List<Judge> judges(Caller caller, FeedbackRequest request) {
        List<Judge> asked = judges.of(request);
        problem(request, asked).ifPresent(problem -> {
            throw ApiException.invalid(problem.field(), problem.reason());
        });
        if (store.find(caller.asOwner(), request.rolloutJob())
                .filter(job -> job.kind().equals(ROLLOUT))
                .isEmpty()) {
            throw ApiException.invalid("rollout_job", "there is no such rollout");
        }
        return asked;
    }

    /** Who corrects for a job, which may have come another way, or before the endpoints were configured as they are. */
    List<Judge> judges(FeedbackRequest request) throws JobException {
        List<Judge> asked = judges.of(request);
        Optional<Problem> problem = problem(request, asked);
        if (problem.isPresent()) {
            String code = asked.isEmpty() ? "NO_JUDGE" : "INVALID_PARAMETERS";
            throw new JobException(
                    code, problem.get().field() + ": " + problem.get().reason(), false);
        }
        return asked;
    }

    /** 400 if nobody knows what the job's calls cost. */
    void budget(Job job, @Nullable BigDecimal budget) {
        FeedbackRequest request = JsonMapper.shared().treeToValue(job.parameters(), FeedbackRequest.class);
        if (budget != null && !priced(judges.of(request))) {
            throw ApiException.invalid("budget", UNPRICED);
        }
    }

    private static boolean priced(List<Judge> asked) {
        return asked.stream().allMatch(judge -> judge.settings().price().known());
    }

    private static Optional<Problem> problem(FeedbackRequest request, List<Judge> asked) {
        if (request.judge() != null && request.judges() != null) {
            return problem("judges", "give either this or judge");
        }
        if (asked.isEmpty()) {
            return problem(request.judges() == null ? "judge" : "judges", "no such endpoint is configured");
        }
        if (request.budget() != null && !priced(asked)) {
            return problem("budget", UNPRICED);
        }
        if (request.mode() == Mode.BATCH
                && (asked.size() > 1 || asked.get(0).settings().kind() == Kind.AZURE)) {
            return problem("mode", "batch needs one endpoint, of kind openai or compatible");
        }
        return request.prompt() == null ? Optional.empty() : request.prompt().problem();
    }

    private static Optional<Problem> problem(String field, String reason) {
        return Optional.of(new Problem(field, reason));
    }
}
