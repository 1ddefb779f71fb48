package io.opadpo.jobs.support;

import io.opadpo.jobs.Claim;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.testapp.TestApp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An application with a job store, and short words for what tests do with it. */
public final class TestStore implements AutoCloseable {
    public static final String ALICE = "alice";
    public static final String KIND = "test";
    public static final Duration LEASE = Duration.ofMinutes(1);
    private static final JsonMapper JSON = JsonMapper.shared();

    public final ConfigurableApplicationContext context;
    public final JobStore store;
    public final JobLeases leases;
    public final JdbcClient sql;
    public final TransactionTemplate transaction;

    public TestStore(String jdbcUrl, String... properties) {
        this(jdbcUrl, List.of(), properties);
    }

    /** With a worker, if there are handlers. */
    public TestStore(String jdbcUrl, List<JobHandler> handlers, String... properties) {
        context = new SpringApplicationBuilder(TestApp.class)
                .properties("spring.datasource.url=" + jdbcUrl)
                .properties(properties)
                .initializers(application -> handlers.forEach(handler -> ((GenericApplicationContext) application)
                        .registerBean(handler.kind(), JobHandler.class, () -> handler)))
                .run();
        store = context.getBean(JobStore.class);
        leases = context.getBean(JobLeases.class);
        sql = context.getBean(JdbcClient.class);
        transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    /** Forgets all jobs. */
    public void clear() {
        sql.sql("TRUNCATE jobs, job_dependencies, job_events, work_items, drained_kinds")
                .update();
    }

    public static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    public static NewJob newJob() {
        return NewJob.of(KIND, ALICE, json("{}"));
    }

    public Job submit() {
        return store.submit(newJob());
    }

    public Job get(UUID job) {
        return store.find(Owner.ANY, job).orElseThrow();
    }

    public JobState state(UUID job) {
        return get(job).state();
    }

    public List<ClaimedJob> claim(int limit) {
        return leases.claim("worker", Set.of(KIND), limit, LEASE);
    }

    /** Claims this job, whatever else is ready. */
    public Claim claim(UUID job) {
        sql.sql("UPDATE jobs SET priority = (SELECT max(priority) + 1 FROM jobs) WHERE id = :job")
                .param("job", job)
                .update();
        ClaimedJob claimed = claim(1).get(0);
        if (!claimed.job().id().equals(job)) {
            throw new IllegalStateException("Claimed another job");
        }
        return claimed.claim();
    }

    /** Lets an hour pass for a job: its lease has run out, its rest is over. */
    public void anHourPasses(UUID job) {
        sql.sql("UPDATE jobs SET lease_until = lease_until - interval '1 hour', run_at = run_at - interval '1 hour'"
                        + " WHERE id = :job")
                .param("job", job)
                .update();
    }

    @Override
    public void close() {
        context.close();
    }
}
