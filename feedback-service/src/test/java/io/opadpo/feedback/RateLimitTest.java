package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.FakeLists;
import io.opadpo.feedback.FaultyJudge.Charge;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.TestDatabase;
import io.opadpo.service.testing.TestService;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Two processes, each with a job, at an endpoint whose limits are far below what they could do. */
class RateLimitTest {
    private static final int REQUESTS_PER_MINUTE = 180;
    private static final int TOKENS_PER_MINUTE = 600_000;

    private final FaultyJudge judge = new FaultyJudge();
    private final FakeLists others = new FakeLists(TestService.SERVICE_KEY);
    private final String database = TestDatabase.create();
    private final String[] properties = {
        "opadpo.feedback.endpoints.requests.base-url=" + judge.url(),
        "opadpo.feedback.endpoints.requests.model=judge-1",
        "opadpo.feedback.endpoints.requests.limits.requests-per-minute=" + REQUESTS_PER_MINUTE,
        "opadpo.feedback.endpoints.tokens.base-url=" + judge.url(),
        "opadpo.feedback.endpoints.tokens.model=judge-1",
        "opadpo.feedback.endpoints.tokens.limits.tokens-per-minute=" + TOKENS_PER_MINUTE,
        "opadpo.services.dataset=" + others.url(),
        "opadpo.services.rollout=" + others.url(),
        "opadpo.jobs.concurrency=1",
        "opadpo.jobs.poll-interval=50ms"
    };
    private int rollouts;

    @AfterEach
    void close() {
        judge.close();
        others.close();
    }

    @Test
    void bothKeepToTheLimitsTogether() throws Exception {
        try (ReplicaProcess other = ReplicaProcess.start(database, properties);
                TestService service = TestService.startOn(database, FeedbackService.application(), properties)) {
            GrantedTurns turns = new GrantedTurns(service.bean(JdbcClient.class));
            work(service, 25, "requests");
            int before = judge.charges().size();
            assertThat(before).isEqualTo(50);
            turns.assertKept("requests", "requests_until", REQUESTS_PER_MINUTE, judge.charges(), charge -> 1);

            work(service, 16, "tokens");
            assertThat(judge.charges()).hasSize(before + 32);
            turns.assertKept(
                    "tokens",
                    "tokens_until",
                    TOKENS_PER_MINUTE,
                    judge.charges().subList(before, before + 32),
                    Charge::tokens);
        }
    }

    /** Two jobs at once, as each process takes one at a time. */
    private void work(TestService service, int answers, String endpoint) {
        Api alice = service.as("alice");
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            jobs.add(Scene.start(
                    alice,
                    rollout(service, answers),
                    ",\"judge\":\"" + endpoint + "\",\"concurrency\":24,\"max_tokens\":3000"));
        }
        JdbcClient jdbc = service.bean(JdbcClient.class);
        boolean both = false;
        while (!both) {
            int running = jdbc.sql("SELECT count(*) FROM jobs WHERE kind = 'feedback' AND state = 'RUNNING'")
                    .query(Integer.class)
                    .single();
            both = running == 2;
            assertThat(jobs)
                    .as("both are at work")
                    .noneMatch(job -> !alice.get(job)
                            .json()
                            .path("timeline")
                            .path("finished")
                            .isNull());
        }
        jobs.forEach(job ->
                assertThat(Scene.end(alice, job).path("state").asString()).isEqualTo("SUCCEEDED"));
    }

    /** Of numbers that the judge makes no trouble with. */
    private UUID rollout(TestService service, int count) {
        others.image("alice", "aa", new byte[] {1, 2, 3});
        rollouts++;
        List<ObjectNode> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = 20_013 + 2000 * rollouts + 20 * i;
            answers.add(JsonMapper.shared()
                    .createObjectNode()
                    .put("id", "s" + number)
                    .put("image", "aa")
                    .put("question", "Question " + number + "?")
                    .put("standard", "A cat.")
                    .put("answer", "A dog numbered " + number + " sleeps. The sofa is red."));
        }
        return FinishedRollout.store(service, others, "alice", answers);
    }
}
