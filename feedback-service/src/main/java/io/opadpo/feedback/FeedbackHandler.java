package io.opadpo.feedback;

import io.opadpo.chat.PersistentHttp;
import io.opadpo.chat.images.ImageUrls;
import io.opadpo.chat.work.ItemLoop;
import io.opadpo.chat.work.PagedItems;
import io.opadpo.chat.work.Piece;
import io.opadpo.chat.work.Pieces;
import io.opadpo.feedback.batch.BatchRuns;
import io.opadpo.feedback.batch.Batches.Questions;
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
import io.opadpo.feedback.judge.Question;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobEvent;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Has every answer of a rollout corrected. What is corrected is not paid for again, however often the job is run. */
@Component
final class FeedbackHandler implements JobHandler {
    static final String KIND = "feedback";
    private static final int EVENTS = 1000;

    private final FeedbackProperties properties;
    private final FeedbackClients clients;
    private final RequestChecks checks;
    private final JobStore store;
    private final JobCosts costs;
    private final Panels panels;
    private final BatchRuns batches;
    private final Replies replies;
    private final ImageUrls images;

    FeedbackHandler(
            FeedbackProperties properties,
            FeedbackClients clients,
            RequestChecks checks,
            JobStore store,
            JobCosts costs,
            Panels panels,
            BatchRuns batches,
            Replies replies) {
        this.properties = properties;
        this.clients = clients;
        this.checks = checks;
        this.store = store;
        this.costs = costs;
        this.panels = panels;
        this.batches = batches;
        this.replies = replies;
        this.images = new ImageUrls(properties.imageMemory());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, InterruptedException {
        FeedbackRequest request = run.parameters(FeedbackRequest.class);
        UUID job = run.job().id();
        List<Judge> asked = checks.judges(request);
        costs.begin(job, request.budget());
        replies.begin(job, requeues(run.job()));
        CorrectorPrompt prompt = CorrectorPrompt.of(request.prompt(), properties.prompt());
        Corrector corrector = new Corrector(panel(run, request, asked), prompt, request.maxTokens());

        if (request.mode() == Mode.BATCH) {
            batch(run, request, asked.get(0), corrector);
        }
        long answers = store.itemCounts(Owner.of(run.job().owner()), request.rolloutJob())
                .getOrDefault(ItemState.DONE, 0L);
        new ItemLoop(run, properties.loop(), request.concurrency(), () -> "$" + Dollars.rounded(costs.spent(job)))
                .work(pieces(run, request, corrector), answers, "corrections");
        String names = asked.stream().map(Judge::endpoint).collect(Collectors.joining(", "));
        return JobOutcome.of(JsonMapper.shared().valueToTree(FeedbackResult.of(store, job, names, costs.of(job))));
    }

    private long requeues(Job job) {
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

    private Panel panel(JobRun run, FeedbackRequest request, List<Judge> asked) {
        String owner = run.job().owner();
        PersistentHttp datasets = clients.datasets(owner);
        return panels.of(
                new PanelJob(run.job().id(), owner, request.reuse()),
                asked,
                new PanelSettings(properties.retries(), properties.circuit()),
                sha256 -> images.url(datasets, owner, sha256),
                new BudgetPause(run, store, costs));
    }

    /** First replies; corrections are made of them as of any that are there already. */
    private void batch(JobRun run, FeedbackRequest request, Judge judge, Corrector corrector)
            throws JobException, InterruptedException {
        String owner = run.job().owner();
        PersistentHttp datasets = clients.datasets(owner);
        PagedItems<Answer> answers = answers(run, request);
        Set<String> done = run.items().done();
        batches.of(run, judge, clients.batches(judge.settings()), properties.batch())
                .work(new Questions() {
                    @Override
                    public @Nullable Question next() throws JobException, InterruptedException {
                        Answer answer = answers.next();
                        while (answer != null && (answer.image() == null || done.contains(answer.id()))) {
                            answer = answers.next();
                        }
                        return answer == null ? null : corrector.question(answer, String.valueOf(answer.image()));
                    }

                    @Override
                    public Mono<String> image(String sha256) {
                        return images.url(datasets, owner, sha256);
                    }
                });
    }

    private PagedItems<Answer> answers(JobRun run, FeedbackRequest request) {
        return new PagedItems<>(
                run,
                clients.rollouts(run.job().owner()),
                "/v1/rollouts/{job}/answers",
                request.rolloutJob(),
                Answer.class);
    }

    private Pieces pieces(JobRun run, FeedbackRequest request, Corrector corrector) {
        PagedItems<Answer> answers = answers(run, request);
        return () -> {
            Answer answer = answers.next();
            return answer == null ? null : new Piece(answer.id(), corrector.correct(answer));
        };
    }
}
