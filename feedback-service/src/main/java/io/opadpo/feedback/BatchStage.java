package io.opadpo.feedback;

import io.opadpo.feedback.batch.BatchJob;
import io.opadpo.feedback.batch.BatchRuns;
import io.opadpo.feedback.batch.BatchedPanel;
import io.opadpo.feedback.calls.OutOfMoney;
import io.opadpo.feedback.judge.Corrector;
import io.opadpo.feedback.judge.CorrectorPrompt;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Panel;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Gets a job's first replies in batches; corrections are made of them as of any that are there already. */
@Component
final class BatchStage {
    private final FeedbackProperties properties;
    private final FeedbackClients clients;
    private final FeedbackSources sources;
    private final BatchRuns batches;
    private final Requeues requeues;

    BatchStage(
            FeedbackProperties properties,
            FeedbackClients clients,
            FeedbackSources sources,
            BatchRuns batches,
            Requeues requeues) {
        this.properties = properties;
        this.clients = clients;
        this.sources = sources;
        this.batches = batches;
        this.requeues = requeues;
    }

    /**
     * Ends once the batches have.
     *
     * @param panel asks one by one
     * @return what is left to ask goes to this one
     */
    Panel work(
            JobRun run,
            FeedbackRequest request,
            CorrectorPrompt prompt,
            Judge judge,
            OutOfMoney outOfMoney,
            Panel panel)
            throws JobException, InterruptedException {
        BatchJob job = new BatchJob(
                run,
                judge,
                clients.batches(judge.settings()),
                properties.batch(),
                request.reuse(),
                request.batchFallback(),
                requeues.of(run.job()),
                outOfMoney);
        Corrector corrector = new Corrector(panel, prompt, request.maxTokens());
        Set<String> done = run.items().done();
        Map<String, String> unanswered = batches.of(job)
                .work(() -> new AnswerQuestions(
                        sources.answers(run, request),
                        done,
                        corrector,
                        sources.images(run.job().owner())));
        return request.batchFallback() ? panel : new BatchedPanel(panel, unanswered);
    }
}
