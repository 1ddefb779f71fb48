package io.opadpo.feedback.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.feedback.FeedbackService;
import io.opadpo.jobs.Claim;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.LostLeaseException;
import io.opadpo.jobs.NewJob;
import io.opadpo.service.testing.TestService;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A run that was stopped for longer than its lease, and another that has the job meanwhile. */
class BatchTableTest {
    private static final TestService SERVICE = TestService.start(
            FeedbackService.application(),
            "opadpo.services.dataset=http://localhost:1",
            "opadpo.services.rollout=http://localhost:1");

    private final BatchTable table = SERVICE.bean(BatchTable.class);
    private final JobLeases leases = SERVICE.bean(JobLeases.class);

    @AfterAll
    static void close() {
        SERVICE.close();
    }

    @Test
    void runThatHasLostItsJobTakesNoStep() {
        Claim old = claim(UUID.randomUUID().toString());
        UUID unsent = table.add(old, "endpoint", 0);
        UUID uploaded = table.add(old, "endpoint", 0);
        table.uploaded(old, uploaded, "file");
        leases.release(old);

        assertThatThrownBy(() -> table.add(old, "endpoint", 0)).isInstanceOf(LostLeaseException.class);
        assertThatThrownBy(() -> table.uploaded(old, unsent, "file")).isInstanceOf(LostLeaseException.class);
        assertThatThrownBy(() -> table.starting(old, uploaded)).isInstanceOf(LostLeaseException.class);
        assertThatThrownBy(() -> table.open(old)).isInstanceOf(LostLeaseException.class);
        assertThat(table.open(old.job()))
                .extracting(StoredBatch::state)
                .containsExactly(StoredBatch.State.NEW, StoredBatch.State.UPLOADED);
    }

    @Test
    void batchThatIsDoneIsNotTakenUpAgain() {
        Claim claim = claim(UUID.randomUUID().toString());
        UUID batch = table.add(claim, "endpoint", 0);
        table.done(batch, false);

        assertThatThrownBy(() -> table.uploaded(claim, batch, "file")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.starting(claim, batch)).isInstanceOf(IllegalStateException.class);
        assertThat(table.open(claim)).isEmpty();
    }

    private Claim claim(String kind) {
        SERVICE.bean(JobStore.class)
                .submit(NewJob.of(kind, "alice", JsonMapper.shared().createObjectNode()));
        return leases.claim("test", Set.of(kind), 1, Duration.ofMinutes(1))
                .get(0)
                .claim();
    }
}
