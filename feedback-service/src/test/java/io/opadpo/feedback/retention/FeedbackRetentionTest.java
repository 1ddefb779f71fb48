package io.opadpo.feedback.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.feedback.FeedbackService;
import io.opadpo.feedback.calls.Costs;
import io.opadpo.feedback.calls.JobCosts;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Owner;
import io.opadpo.service.retention.Sweeps;
import io.opadpo.service.testing.Routes;
import io.opadpo.service.testing.TestService;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;

/** Calls and replies go after thirty days. The jobs are of a kind that nobody runs here. */
class FeedbackRetentionTest {
    private static TestService service;
    private static JdbcClient jdbc;
    private static JobStore jobs;

    @BeforeAll
    static void start() {
        service = TestService.start(
                FeedbackService.application(), "opadpo.retention.calls=30d", "opadpo.retention.replies=30d");
        jdbc = service.bean(JdbcClient.class);
        jobs = service.bean(JobStore.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyRouteNeedsAKeyWithItsScope() {
        assertThat(Routes.needKeys(service))
                .contains("POST /v1/feedback", "DELETE /v1/jobs/{id}", "POST /v1/admin/resume")
                .hasSizeGreaterThan(18);
    }

    @Test
    void whatAJobCostIsToldAfterItsCallsAreGone() {
        UUID job = job();
        jdbc.sql("INSERT INTO feedback_costs (job, spent, uncertain) VALUES (:job, 0.5, 0.25)")
                .param("job", job)
                .update();
        for (int i = 0; i < 3; i++) {
            call(job, "PAID", 40);
        }
        call(job, "LOST", 40);
        call(job, "PAID", 1);
        Costs before = service.bean(JobCosts.class).of(job);
        assertThat(before.toString()).contains("calls=4", "uncertainCalls=1");

        service.bean(Sweeps.class).sweep();
        assertThat(calls(job)).as("its job goes on").isEqualTo(5);

        jobs.cancel(Owner.ANY, job);
        service.bean(Sweeps.class).sweep();
        service.bean(Sweeps.class).sweep();
        assertThat(calls(job)).isEqualTo(1);
        assertThat(service.bean(JobCosts.class).of(job)).isEqualTo(before);
        age(job);
        service.bean(Sweeps.class).sweep();
        assertThat(calls(job)).isZero();
        assertThat(service.bean(JobCosts.class).of(job)).as("added to the sums").isEqualTo(before);
    }

    @Test
    void oldRepliesGoOnceTheirJobHasEnded() {
        UUID job = job();
        reply(job, "old", 40);
        reply(job, "young", 1);
        service.bean(Sweeps.class).sweep();
        assertThat(replies(job)).isEqualTo(2);

        jobs.cancel(Owner.ANY, job);
        service.bean(Sweeps.class).sweep();
        assertThat(replies(job)).isEqualTo(1);
    }

    @Test
    void theBooksGoWithTheirJobAndRepliesStay() {
        UUID gone = job();
        UUID stays = job();
        for (UUID job : new UUID[] {gone, stays}) {
            jdbc.sql("INSERT INTO feedback_costs (job) VALUES (:job)")
                    .param("job", job)
                    .update();
            jdbc.sql(
                            "INSERT INTO feedback_reviews (job, item, version, state, reviewer) VALUES (:job, 'a', 1, 'REJECTED', 'x')")
                    .param("job", job)
                    .update();
            call(job, "PAID", 1);
            reply(job, "r", 1);
        }
        jobs.cancel(Owner.ANY, gone);
        jdbc.sql("DELETE FROM jobs WHERE id = :job").param("job", gone).update();

        service.bean(Sweeps.class).sweep();
        assertThat(calls(gone)).isZero();
        assertThat(replies(gone)).isEqualTo(1);
        assertThat(count("feedback_reviews", gone)).isZero();
        assertThat(count("feedback_costs", gone)).isZero();
        assertThat(calls(stays)).isEqualTo(1);
        assertThat(count("feedback_reviews", stays)).isEqualTo(1);
        assertThat(count("feedback_costs", stays)).isEqualTo(1);
    }

    private static UUID job() {
        return jobs.submit(NewJob.of("elsewhere", "alice", JsonNodeFactory.instance.objectNode()))
                .id();
    }

    private static void call(UUID job, String state, int days) {
        jdbc.sql("""
                        INSERT INTO feedback_calls (id, job, item, endpoint, day, state, most, cost, prompt_tokens,
                            completion_tokens, estimated, closed)
                        VALUES (gen_random_uuid(), :job, 'a', 'e', '2026-01-01', :state, 1, 0.125, 10, 5, true,
                            clock_timestamp() - make_interval(days => :days))""")
                .param("job", job)
                .param("state", state)
                .param("days", days)
                .update();
    }

    private static void age(UUID job) {
        jdbc.sql("UPDATE feedback_calls SET closed = closed - interval '40 days' WHERE job = :job")
                .param("job", job)
                .update();
    }

    private static void reply(UUID job, String key, int days) {
        jdbc.sql("""
                        INSERT INTO feedback_replies (owner, key, reply, job, created)
                        VALUES ('alice', :key, '{}', :job, clock_timestamp() - make_interval(days => :days))""")
                .param("key", key + job)
                .param("job", job)
                .param("days", days)
                .update();
    }

    private static long calls(UUID job) {
        return count("feedback_calls", job);
    }

    private static long replies(UUID job) {
        return count("feedback_replies", job);
    }

    private static long count(String table, UUID job) {
        return jdbc.sql("SELECT count(*) FROM " + table + " WHERE job = :job")
                .param("job", job)
                .query(Long.class)
                .single();
    }
}
