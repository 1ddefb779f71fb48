package io.opadpo.feedback;

import io.opadpo.chat.testing.FakeLists;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.service.testing.TestService;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Puts a rollout that has ended into the job store and behind the rollout-service's address. */
final class FinishedRollout {

    private FinishedRollout() {}

    static UUID store(TestService service, FakeLists others, String owner, List<ObjectNode> answers) {
        Job job = service.bean(JobStore.class)
                .submit(NewJob.of("rollout", owner, JsonMapper.shared().createObjectNode()));
        others.list(owner, "/v1/rollouts/" + job.id() + "/answers", answers);
        JobLeases leases = service.bean(JobLeases.class);
        ClaimedJob claimed = leases.claim("test", Set.of("rollout"), 1, Duration.ofMinutes(1))
                .get(0);
        leases.putItems(
                claimed.claim(),
                answers.stream()
                        .map(answer -> ItemWrite.done(answer.path("id").asString(), answer))
                        .toList());
        leases.complete(claimed.claim(), null);
        return job.id();
    }
}
