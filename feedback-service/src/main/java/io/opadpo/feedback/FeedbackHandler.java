package io.opadpo.feedback;

import io.opadpo.chat.work.ItemLoop;
import io.opadpo.chat.work.PagedItems;
import io.opadpo.chat.work.Piece;
import io.opadpo.chat.work.Pieces;
import io.opadpo.feedback.calls.JobCosts;
import io.opadpo.feedback.calls.Panels;
import io.opadpo.feedback.calls.Panels.PanelJob;
import io.opadpo.feedback.calls.Panels.PanelSettings;
import io.opadpo.feedback.calls.Replies;
import io.opadpo.feedback.judge.Answer;
import io.opadpo.feedback.judge.Corrector;
import io.opadpo.feedback.judge.CorrectorPrompt;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Panel;
import io.opadpo.feedback.review.Scores;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.jobs.worker.StopReason;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/** Has every answer of a rollout corrected. What is corrected is not paid for again, however often the job is run. */
@Component
final class FeedbackHandler implements JobHandler {
    static final String KIND = "feedback";
    private static final Logger log = LoggerFactory.getLogger(FeedbackHandler.class);

    private final FeedbackProperties properties;
    private final FeedbackSources sources;
    private final RequestChecks checks;
    private final JobStore store;
    private final JobCosts costs;
    private final Panels panels;
    private final BatchStage batches;
    private final Replies replies;
    private final Requeues requeues;
    private final Scores scores;

    FeedbackHandler(
            FeedbackProperties properties,
            FeedbackSources sources,
            RequestChecks checks,
            JobStore store,
            JobCosts costs,
            Panels panels,
            BatchStage batches,
            Replies replies,
            Requeues requeues,
            Scores scores) {
        this.properties = properties;
        this.sources = sources;
        this.checks = checks;
        this.store = store;
        this.costs = costs;
        this.panels = panels;
        this.batches = batches;
        this.replies = replies;
        this.requeues = requeues;
        this.scores = scores;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, InterruptedException {
        try {
            return correct(run);
        } finally {
            settle(run);
        }
    }

    /** Calls that were dropped may have been charged. If another run has the job, it settles them. */
    private void settle(JobRun run) {
        if (run.stopReason().filter(StopReason.LOST::equals).isPresent()) {
            return;
        }
        try {
            costs.settle(run.job().id());
        } catch (DataAccessException | TransactionException e) {
            log.warn("The books of job {} are settled later: {}", run.job().id(), e.getMessage());
        }
    }

    private JobOutcome correct(JobRun run) throws JobException, InterruptedException {
        FeedbackRequest request = run.parameters(FeedbackRequest.class);
        UUID job = run.job().id();
        List<Judge> asked = checks.judges(request);
        costs.begin(job, request.budget());
        long round = requeues.of(run.job());
        replies.begin(job, round);
        CorrectorPrompt prompt = CorrectorPrompt.of(request.prompt(), properties.prompt());
        MoneyPause pause = new MoneyPause(run, store, costs, properties.dayWait());
        Panel panel = panel(run, request, asked, pause);
        long answers = store.itemCounts(Owner.of(run.job().owner()), request.rolloutJob())
                .getOrDefault(ItemState.DONE, 0L);
        if (request.mode() == Mode.BATCH) {
            panel = batches.work(run, request, asked.get(0), round, answers, pause, panel);
        }
        Corrector corrector = new Corrector(panel, prompt, request.maxTokens());
        new ItemLoop(run, properties.loop(), request.concurrency(), () -> "$" + Dollars.rounded(costs.spent(job)))
                .work(pieces(run, request, corrector), answers, "corrections");
        String names = asked.stream().map(Judge::endpoint).collect(Collectors.joining(", "));
        return JobOutcome.of(JsonMapper.shared().valueToTree(FeedbackResult.of(store, job, names, costs.of(job))));
    }

    private Panel panel(JobRun run, FeedbackRequest request, List<Judge> asked, MoneyPause pause) {
        String owner = run.job().owner();
        return panels.of(
                new PanelJob(run.job().id(), owner, request.reuse()),
                asked,
                new PanelSettings(properties.retries(), properties.circuit()),
                sources.images(owner),
                pause);
    }

    private Pieces pieces(JobRun run, FeedbackRequest request, Corrector corrector) {
        PagedItems<Answer> answers = sources.answers(run, request);
        return () -> {
            Answer answer = answers.next();
            return answer == null
                    ? null
                    : new Piece(answer.id(), scores.noting(run.job().id(), answer.id(), corrector.correct(answer)));
        };
    }
}
