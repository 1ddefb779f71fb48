package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.Behaviour;
import io.opadpo.service.testing.TestService;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What two replicas, each with a job, keep to together. */
class SharedLimitsTest {
    private static final int ANSWERS = 12;
    private static final int CONCURRENCY = 4;

    private final Scene scene = new Scene("opadpo.jobs.concurrency=1");
    private final TestService other = scene.start("opadpo.jobs.concurrency=1");
    private final CountDownLatch refuse = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void close() {
        refuse.countDown();
        answer.countDown();
        other.close();
        scene.close();
    }

    /** All that is under way is held by the judge until one of the replicas has been told to rest. */
    @Test
    void restThatOneIsToldIsKeptByBoth() throws InterruptedException {
        ConcurrentLinkedQueue<Instant> arrivals = new ConcurrentLinkedQueue<>();
        scene.judge.next(1, noting(arrivals, Behaviour.rateLimiting("3").after(refuse)));
        scene.judge.usually(noting(arrivals, Behaviour.answering(Scene::report).after(answer)));
        List<String> jobs = List.of(start(), start());
        scene.judge.awaitOpen(2 * CONCURRENCY);
        assertThat(scene.judge.questions())
                .as("both are at work")
                .anyMatch(question -> question.contains("of rollout 1?"))
                .anyMatch(question -> question.contains("of rollout 2?"));

        refuse.countDown();
        Instant until = rest();
        answer.countDown();
        jobs.forEach(job ->
                assertThat(Scene.end(scene.alice, job).path("state").asString()).isEqualTo("SUCCEEDED"));

        List<Instant> later = arrivals.stream().sorted().skip(2 * CONCURRENCY).toList();
        assertThat(later).hasSize(2 * (ANSWERS - CONCURRENCY) + 1).allMatch(at -> !at.isBefore(until));
    }

    private String start() {
        return Scene.start(
                scene.alice, scene.rollout("alice", ANSWERS), ",\"judge\":\"gpt\",\"concurrency\":" + CONCURRENCY);
    }

    /** Until when, as soon as it is known to all. */
    private Instant rest() {
        while (true) {
            List<Timestamp> rest = scene.service
                    .bean(JdbcClient.class)
                    .sql(
                            "SELECT rest_until FROM feedback_endpoints WHERE endpoint = 'gpt' AND rest_until > '-infinity'")
                    .query(Timestamp.class)
                    .list();
            if (!rest.isEmpty()) {
                return rest.get(0).toInstant();
            }
        }
    }

    private static Behaviour noting(ConcurrentLinkedQueue<Instant> arrivals, Behaviour behaviour) {
        return (asked, exchange) -> {
            arrivals.add(Instant.now());
            behaviour.handle(asked, exchange);
        };
    }
}
