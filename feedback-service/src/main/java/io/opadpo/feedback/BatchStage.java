package io.opadpo.feedback;

import io.opadpo.feedback.batch.BatchJob;
import io.opadpo.feedback.batch.BatchRuns;
import io.opadpo.feedback.batch.BatchedPanel;
import io.opadpo.feedback.calls.JobCosts;
import io.opadpo.feedback.calls.OutOfMoney;
import io.opadpo.feedback.judge.Corrector;
import io.opadpo.feedback.judge.CorrectorPrompt;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Panel;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Gets a job's first replies in batches; corrections are made of them as of any that are there already. */
@Component
final class BatchStage {
    private final FeedbackProperties properties;
    private final FeedbackClients clients;
    private final FeedbackSources sources;
    private final BatchRuns batches;
    private final JobCosts costs;

    BatchStage(
            FeedbackProperties properties,
            FeedbackClients clients,
            FeedbackSources sources,
            BatchRuns batches,
            JobCosts costs) {
        this.properties = properties;
        this.clients = clients;
        this.sources = sources;
        this.batches = batches;
        this.costs = costs;
    }

    /**
     * Ends once the batches have.
     *
     * @param round how often the job was requeued
     * @param answers how many there are
     * @param panel asks one by one
     * @return what is left to ask goes to this one
     */
    Panel work(
            JobRun run,
            FeedbackRequest request,
            Judge judge,
            long round,
            long answers,
            OutOfMoney outOfMoney,
            Panel panel)
            throws JobException, InterruptedException {
        Set<String> done = run.items().done();
        BatchJob job = new BatchJob(
                run,
                judge,
                clients.batches(judge.settings()),
                properties.batch(),
                request.reuse(),
                request.batchFallback(),
                round,
                open -> progress(run.job().id(), done.size(), answers, open),
                outOfMoney);
        CorrectorPrompt prompt = CorrectorPrompt.of(request.prompt(), properties.prompt());
        Corrector corrector = new Corrector(panel, prompt, request.maxTokens());
        Map<String, String> unanswered = batches.of(job)
                .work(() -> new AnswerQuestions(
                        sources.answers(run, request),
                        done,
                        corrector,
                        sources.images(run.job().owner())));
        return request.batchFallback() ? panel : new BatchedPanel(panel, unanswered);
    }

    private Progress progress(UUID job, long done, long answers, int open) {
        String message = "$" + Dollars.rounded(costs.spent(job)) + ", batches under way: " + open;
        return new Progress(done, answers, "corrections", null, message);
    }
}
