package io.opadpo.feedback;

import io.opadpo.chat.PersistentHttp;
import io.opadpo.chat.images.ImageUrls;
import io.opadpo.chat.work.ItemLoop;
import io.opadpo.chat.work.PagedItems;
import io.opadpo.chat.work.Piece;
import io.opadpo.chat.work.Pieces;
import io.opadpo.feedback.judge.Answer;
import io.opadpo.feedback.judge.Corrector;
import io.opadpo.feedback.judge.CorrectorPrompt;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Has every answer of a rollout corrected. What is corrected is not paid for again, however often the job is run. */
@Component
final class FeedbackHandler implements JobHandler {
    static final String KIND = "feedback";

    private final FeedbackProperties properties;
    private final FeedbackClients clients;
    private final Judges judges;
    private final JobStore store;
    private final CorrectorPrompt prompt;
    private final ImageUrls images;

    FeedbackHandler(FeedbackProperties properties, FeedbackClients clients, Judges judges, JobStore store) {
        this.properties = properties;
        this.clients = clients;
        this.judges = judges;
        this.store = store;
        this.prompt = CorrectorPrompt.load(properties.prompt());
        this.images = new ImageUrls(properties.imageMemory());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, InterruptedException {
        FeedbackRequest request = run.parameters(FeedbackRequest.class);
        String owner = run.job().owner();
        Judge judge = judges.find(request.judge())
                .orElseThrow(() -> new JobException("NO_JUDGE", "No such endpoint is configured", false));
        PersistentHttp datasets = clients.datasets(owner);
        Corrector corrector =
                new Corrector(judge, prompt, request.maxTokens(), sha256 -> images.url(datasets, owner, sha256));

        long answers = store.itemCounts(Owner.of(owner), request.rolloutJob()).getOrDefault(ItemState.DONE, 0L);
        new ItemLoop(run, properties.loop(), request.concurrency())
                .work(pieces(run, request, corrector), answers, "corrections");
        FeedbackResult result = FeedbackResult.of(store, run.job().id(), judge.endpoint());
        return JobOutcome.of(JsonMapper.shared().valueToTree(result));
    }

    private Pieces pieces(JobRun run, FeedbackRequest request, Corrector corrector) {
        PagedItems<Answer> answers = new PagedItems<>(
                run,
                clients.rollouts(run.job().owner()),
                "/v1/rollouts/{job}/answers",
                request.rolloutJob(),
                Answer.class);
        return () -> {
            Answer answer = answers.next();
            return answer == null ? null : new Piece(answer.id(), corrector.correct(answer));
        };
    }
}
