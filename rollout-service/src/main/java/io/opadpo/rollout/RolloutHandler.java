package io.opadpo.rollout;

import io.opadpo.chat.ChatClient;
import io.opadpo.chat.PersistentHttp;
import io.opadpo.chat.images.ImageUrls;
import io.opadpo.chat.work.ItemLoop;
import io.opadpo.chat.work.PagedItems;
import io.opadpo.chat.work.Waiting;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Asks the endpoint about every prompt of a set. What is answered stays answered, however often the job is run. */
@Component
final class RolloutHandler implements JobHandler {
    static final String KIND = "rollout";

    private final RolloutProperties properties;
    private final RolloutClients clients;
    private final Policies policies;
    private final JobStore store;
    private final ImageUrls images;
    private final RolloutMetrics metrics;

    RolloutHandler(
            RolloutProperties properties,
            RolloutClients clients,
            Policies policies,
            JobStore store,
            RolloutMetrics metrics) {
        this.properties = properties;
        this.clients = clients;
        this.policies = policies;
        this.store = store;
        this.metrics = metrics;
        this.images = new ImageUrls(properties.imageMemory());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, InterruptedException {
        RolloutRequest request = run.parameters(RolloutRequest.class);
        String owner = run.job().owner();
        PersistentHttp datasets = clients.datasets(owner);
        ChatClient endpoint = clients.endpoint(owner);

        long prompts = Waiting.await(
                run,
                datasets.get(
                        "/v1/prompt-sets/{id}",
                        reply -> reply.json().path("count").asLong(0),
                        request.promptSet()),
                "prompt set " + request.promptSet());
        Policy policy = policies.find(run, endpoint, request.model());
        Rollout rollout = new Rollout(
                request,
                policy,
                new ItemSeed(request.sampling().seed(), run.job().id()),
                new PagedItems<>(run, datasets, "/v1/prompt-sets/{id}/prompts", request.promptSet(), Prompt.class),
                sha256 -> images.url(datasets, owner, sha256),
                endpoint,
                metrics);
        new ItemLoop(run, properties.loop(), request.concurrency())
                .work(rollout, prompts * request.samples(), "answers");
        return JobOutcome.of(JsonMapper.shared()
                .valueToTree(RolloutResult.of(store, run.job().id(), policy.model())));
    }
}
