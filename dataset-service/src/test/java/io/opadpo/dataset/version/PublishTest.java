package io.opadpo.dataset.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.dataset.DatasetService;
import io.opadpo.jobs.Claim;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.LostLeaseException;
import io.opadpo.jobs.NewJob;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Publishing under a claim. */
class PublishTest {

    static final String OWNER = "publish-alice";
    static final String KIND = "publish-test";
    static final Contents CONTENTS = new Contents(1, 0, "{}");
    static final DatasetService service = DatasetService.shared();
    static final Datasets datasets = service.service.bean(Datasets.class);
    static final JobLeases leases = service.service.bean(JobLeases.class);

    static Claim claim() {
        return leases.claim("test", Set.of(KIND), 1, Duration.ofMinutes(1))
                .get(0)
                .claim();
    }

    @Test
    void onlyWhoHoldsTheJobPublishes() {
        Job job = service.service
                .bean(JobStore.class)
                .submit(NewJob.of(KIND, OWNER, JsonMapper.shared().createObjectNode()));
        Claim lost = claim();
        Draft late = datasets.draft(OWNER, "set", job.id(), new Origin(UUID.randomUUID(), null));
        service.service
                .bean(JdbcClient.class)
                .sql("UPDATE jobs SET lease_until = lease_until - interval '1 hour' WHERE id = :job")
                .param("job", job.id())
                .update();
        leases.reap();
        Claim held = claim();

        assertThatThrownBy(() -> datasets.publish(lost, late, CONTENTS)).isInstanceOf(LostLeaseException.class);
        assertThat(datasets.byJob(OWNER, job.id())).isEmpty();

        Draft draft = datasets.draft(OWNER, "set", job.id(), new Origin(UUID.randomUUID(), null));
        assertThat(datasets.publish(held, draft, CONTENTS).version())
                .as("what was refused used up no version")
                .isEqualTo(1);
        assertThatThrownBy(() -> datasets.publish(held, late, CONTENTS))
                .as("a job has one data set")
                .isInstanceOf(RuntimeException.class);
        assertThat(datasets.byJob(OWNER, job.id()).orElseThrow().id()).isEqualTo(draft.id());
    }
}
