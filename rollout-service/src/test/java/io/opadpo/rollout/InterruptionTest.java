package io.opadpo.rollout;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.Asked;
import io.opadpo.chat.testing.Behaviour;
import io.opadpo.chat.testing.FakeOpenAi;
import io.opadpo.jobs.JobLeases;
import io.opadpo.service.security.Scope;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.TestService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What is done stays done, however a job is interrupted. */
class InterruptionTest {
    private static final int PROMPTS = 12;
    private static final int BEFORE = 4;

    private final Scene scene = new Scene();
    private final FakeOpenAi endpoint = scene.endpoint;
    private final Api alice = scene.alice;
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void close() {
        hold.countDown();
        scene.close();
    }

    @Test
    void pauseAndResume() throws InterruptedException {
        String job = interruptible();

        assertThat(alice.post(job + "/pause").status()).isEqualTo(200);
        Scene.awaitState(alice, job, "PAUSED");
        Set<String> done = done(job);
        endpoint.recover();
        assertThat(alice.post(job + "/resume").status()).isEqualTo(200);

        assertFinished(job, done);
    }

    /** Handed back in the middle: what was done stays, and nobody takes the job until the drain ends. */
    @Test
    void drainAndResume() throws InterruptedException {
        Api operator = scene.service.as("operator", Set.of(Scope.ADMIN));
        String job = interruptible();

        operator.post("/v1/admin/drain", "{\"service\": \"rollout\", \"hand_back\": true}");
        Scene.awaitEvent(alice, job, event -> event.name().equals("release"));
        Set<String> done = done(job);
        endpoint.recover();
        int asked = endpoint.requests().size();
        assertThat(scene.service.bean(JobLeases.class).claim("other", Set.of("rollout"), 1, Duration.ofSeconds(3)))
                .isEmpty();
        assertThat(alice.get(Scene.answers(job)).json().path("items")).hasSize(done.size());
        assertThat(endpoint.requests()).hasSize(asked);
        operator.post("/v1/admin/resume", "{\"service\": \"rollout\"}");

        JsonNode attempts = assertFinished(job, done).path("attempts");
        assertThat(attempts.path("errors").asInt() + attempts.path("crashes").asInt())
                .isZero();
        assertThat(done(job)).hasSize(PROMPTS);
        // Only what was open when the job stopped was asked for once more.
        assertThat(endpoint.requests()).hasSize(PROMPTS + asked - done.size());
    }

    @Test
    void cancelAndRequeue() throws InterruptedException {
        String job = interruptible();

        alice.post(job + "/cancel");
        assertThat(Scene.end(alice, job).path("state").asString()).isEqualTo("CANCELLED");
        Set<String> done = done(job);
        assertThat(endpoint.requests()).hasSizeLessThan(PROMPTS);
        endpoint.recover();
        assertThat(alice.post(job + "/requeue").status()).isEqualTo(200);

        assertFinished(job, done);
    }

    @Test
    void shutdown() throws InterruptedException {
        String job = interruptible();

        Set<String> done = done(job);
        scene.service.close();
        endpoint.recover();
        try (TestService next = scene.start()) {
            Api again = next.as("alice");
            JsonNode ended = Scene.end(again, job);

            assertThat(ended.path("attempts").path("errors").asInt()).isZero();
            assertThat(ended.path("attempts").path("crashes").asInt()).isZero();
            assertThat(ended.path("result").path("answers").asInt()).isEqualTo(PROMPTS);
            assertThat(done).hasSizeGreaterThanOrEqualTo(BEFORE);
            assertAskedOnce(done);
        }
    }

    @Test
    void lostLease() throws InterruptedException {
        String job = interruptible();
        Set<String> done = done(job);
        endpoint.recover();

        // As if the worker had been silent for too long: others take the job from it.
        loseLease(job);

        JsonNode ended = assertFinished(job, done);
        assertThat(ended.path("attempts").path("crashes").asInt()).isEqualTo(1);
    }

    /** All in one, or the worker's next heartbeat might come first. */
    private void loseLease(String job) {
        TestService service = scene.service;
        new TransactionTemplate(service.bean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            service.bean(JdbcClient.class)
                    .sql("UPDATE jobs SET lease_until = lease_until - interval '1 hour' WHERE id = :job::uuid")
                    .param("job", job.replace("/v1/jobs/", ""))
                    .update();
            service.bean(JobLeases.class).reap();
        });
    }

    /** A job of which some items are done, and the next requests are open. */
    private String interruptible() throws InterruptedException {
        endpoint.usually(Behaviour.answering(Asked::question).after(hold));
        endpoint.next(BEFORE, Behaviour.answering(Asked::question));
        String job = Scene.start(alice, scene.prompts("alice", PROMPTS), ",\"concurrency\":2");
        endpoint.awaitRequests(BEFORE + 2);
        return job;
    }

    private JsonNode assertFinished(String job, Set<String> done) {
        JsonNode ended = Scene.end(alice, job);
        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("result").path("answers").asInt()).isEqualTo(PROMPTS);
        assertThat(done).isNotEmpty();
        assertAskedOnce(done);
        return ended;
    }

    private void assertAskedOnce(Set<String> items) {
        Map<String, Long> times = endpoint.questions().stream().collect(groupingBy(identity(), counting()));
        assertThat(items).allSatisfy(item -> assertThat(times).containsEntry("question " + item, 1L));
        assertThat(times).hasSize(PROMPTS);
    }

    private Set<String> done(String job) {
        JsonNode items = alice.get(job + "/items?state=DONE").json().path("items");
        List<JsonNode> all = StreamSupport.stream(items.spliterator(), false).toList();
        return all.stream().map(item -> item.path("item").asString()).collect(Collectors.toSet());
    }
}
