package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.Behaviour;
import io.opadpo.service.testing.TestService;
import java.math.BigDecimal;
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

    private static final String[] REPLICA = {
        "opadpo.jobs.concurrency=1",
        "opadpo.feedback.day-wait=0s",
        "opadpo.feedback.endpoints.gpt.limits.spend-per-day=1"
    };

    private final Scene scene = new Scene(REPLICA);
    private final TestService other = scene.start(REPLICA);
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

    /** A reply costs $0.00035, and about $0.04 is held for it. */
    @Test
    void dayThatIsSpentPausesBoth() throws InterruptedException {
        scene.judge.usually(Behaviour.answering(Scene::report));
        JdbcClient jdbc = scene.service.bean(JdbcClient.class);
        spend("0.96");
        List<String> jobs = List.of(start(), start());
        for (String job : jobs) {
            Scene.awaitState(scene.alice, job, "PAUSED");
            assertThat(scene.alice.get(job + "/events").text())
                    .contains("\"type\":\"day_spent\"", "\"endpoints\":[\"gpt\"]", "T00:00:00Z");
        }

        BigDecimal spent = new BigDecimal("0.00035")
                .multiply(BigDecimal.valueOf(scene.judge.requests().size()))
                .add(new BigDecimal("0.96"));
        BigDecimal most = jdbc.sql("SELECT max(most) FROM feedback_calls")
                .query(BigDecimal.class)
                .single();
        assertThat(jdbc.sql("SELECT spent FROM feedback_days")
                        .query(BigDecimal.class)
                        .single())
                .isEqualByComparingTo(spent);
        assertThat(spent).isLessThanOrEqualTo(BigDecimal.ONE);
        assertThat(spent.add(most)).as("no further call").isGreaterThan(BigDecimal.ONE);
        assertThat(scene.judge.requests()).hasSizeBetween(1, 2 * ANSWERS - 1);
    }

    @Test
    void anotherEndpointGoesOnWhenTheDayOfOneIsSpent() {
        scene.judge.usually(Behaviour.answering(Scene::report));
        spend("1");
        String job = Scene.start(scene.alice, scene.rollout("alice", ANSWERS), ",\"judges\":[\"gpt\",\"local\"]");

        assertThat(Scene.end(scene.alice, job).path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(scene.judge.requests())
                .hasSize(ANSWERS)
                .allMatch(asked -> asked.body().path("model").asString().equals("local-vision"));
    }

    /** So much of today is spent at the endpoint. */
    private void spend(String dollars) {
        scene.service
                .bean(JdbcClient.class)
                .sql("INSERT INTO feedback_days (endpoint, day, spent)"
                        + " VALUES ('gpt', (clock_timestamp() AT TIME ZONE 'UTC')::date, ?)")
                .param(new BigDecimal(dollars))
                .update();
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
