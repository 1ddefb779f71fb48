package io.opadpo.feedback;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** No correction is paid for twice, however a job is interrupted. */
class InterruptionTest {
    private static final int ANSWERS = 10;
    private static final int BEFORE = 4;

    private final Scene scene = new Scene();
    private final FakeOpenAi judge = scene.judge;
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void close() {
        hold.countDown();
        scene.close();
    }

    @Test
    void pauseAndResume() throws InterruptedException {
        String job = interruptible();

        scene.alice.post(job + "/pause");
        Scene.awaitState(scene.alice, job, "PAUSED");
        List<String> done = done(job);
        judge.usually(Behaviour.answering(Scene::report));
        scene.alice.post(job + "/resume");

        assertFinished(scene.alice, job, done);
    }

    /** Handed back in the middle: nobody takes the job until the drain ends, and nothing is lost or doubled. */
    @Test
    void drainAndResume() throws InterruptedException {
        Api operator = scene.service.as("operator", Set.of(Scope.ADMIN));
        String job = interruptible();

        operator.post("/v1/admin/drain", "{\"kinds\": [\"feedback\"], \"hand_back\": true}");
        Scene.awaitEvent(scene.alice, job, event -> event.name().equals("release"));
        List<String> done = done(job);
        judge.usually(Behaviour.answering(Scene::report));
        int asked = judge.requests().size();
        assertThat(scene.service.bean(JobLeases.class).claim("other", Set.of("feedback"), 1, Duration.ofSeconds(3)))
                .isEmpty();
        assertThat(scene.alice.get(Scene.corrections(job)).json().path("items")).hasSize(done.size());
        assertThat(judge.requests()).hasSize(asked);
        operator.post("/v1/admin/resume", "{\"kinds\": [\"feedback\"]}");

        JsonNode attempts = assertFinished(scene.alice, job, done).path("attempts");
        assertThat(attempts.path("errors").asInt() + attempts.path("crashes").asInt())
                .isZero();
        assertThat(done(job)).hasSize(ANSWERS).doesNotHaveDuplicates();
        // Only what was open when the job stopped was asked for once more.
        assertThat(judge.requests()).hasSize(ANSWERS + asked - done.size());
    }

    @Test
    void crashAndShutdown() throws InterruptedException {
        String job = interruptible();
        List<String> done = done(job);
        judge.usually(Behaviour.answering(Scene::report).after(hold));

        // As if the worker had been silent for too long.
        loseLease(job);
        judge.awaitRequests(BEFORE + 4);
        scene.service.close();
        judge.usually(Behaviour.answering(Scene::report));
        try (TestService next = scene.start()) {
            JsonNode ended = assertFinished(next.as("alice"), job, done);
            assertThat(ended.path("attempts").path("crashes").asInt()).isEqualTo(1);
            assertThat(ended.path("attempts").path("errors").asInt()).isZero();
        }
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
        judge.usually(Behaviour.answering(Scene::report).after(hold));
        judge.next(BEFORE, Behaviour.answering(Scene::report));
        String job = Scene.start(scene.alice, scene.rollout("alice", ANSWERS), ",\"concurrency\":2");
        judge.awaitRequests(BEFORE + 2);
        return job;
    }

    private JsonNode assertFinished(Api caller, String job, List<String> done) {
        JsonNode ended = Scene.end(caller, job);
        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(ANSWERS);
        Map<String, Long> times = judge.requests().stream().map(Scene::id).collect(groupingBy(identity(), counting()));
        assertThat(done)
                .hasSizeGreaterThanOrEqualTo(BEFORE)
                .allSatisfy(item -> assertThat(times).containsEntry(item, 1L));
        return ended;
    }

    private List<String> done(String job) {
        JsonNode items = scene.alice.get(job + "/items?state=DONE").json().path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("item").asString())
                .toList();
    }
}
