package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.LEASE;
import static io.opadpo.jobs.support.TestStore.json;
import static io.opadpo.jobs.support.TestStore.newJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

abstract class LeaseContract extends StoreTest {
    @Test
    void aHeartbeatExtendsTheLeaseByTheDatabasesClock() {
        Claim claim = test.claim(test.submit().id());
        leases.heartbeat(List.of(claim), Duration.ofHours(3));

        assertThat(leaseLeft(claim.job())).isCloseTo(Duration.ofHours(3), Duration.ofMinutes(1));
    }

    @Test
    void heartbeatsSayWhatIsWanted() {
        Claim on = test.claim(test.submit().id());
        Claim paused = test.claim(test.submit().id());
        Claim cancelled = test.claim(test.submit().id());
        Claim lost = test.claim(test.submit().id());
        store.pause(Owner.ANY, paused.job());
        store.cancel(Owner.ANY, cancelled.job());
        leases.release(lost);

        assertThat(leases.heartbeat(List.of(on, paused, cancelled, lost), LEASE))
                .isEqualTo(
                        Map.of(on, Signal.CONTINUE, paused, Signal.PAUSE, cancelled, Signal.CANCEL, lost, Signal.LOST));
    }

    @Test
    void anOldClaimIsLostThoughTheJobRunsAgain() {
        Claim old = test.claim(test.submit().id());
        leases.release(old);
        Claim current = test.claim(old.job());

        assertThat(leases.heartbeat(List.of(old, current), LEASE))
                .isEqualTo(Map.of(old, Signal.LOST, current, Signal.CONTINUE));
    }

    @Test
    void runTimeIsNoReasonToCallAJobDead() {
        Claim claim = test.claim(test.submit().id());
        test.sql.sql("UPDATE jobs SET started = started - interval '30 days'").update();

        assertThat(leases.reap()).isZero();
        leases.complete(claim, null);
    }

    @Test
    void aHeartbeatBeforeTheReaperSavesAnExpiredLease() {
        Claim claim = test.claim(test.submit().id());
        test.anHourPasses(claim.job());
        leases.heartbeat(List.of(claim), LEASE);

        assertThat(leases.reap()).isZero();
    }

    @Test
    void crashesAreCountedApartFromErrorsAndKillInTheEnd() {
        UUID job = store.submit(newJob().withMaxAttempts(1)).id();
        for (int crash = 1; crash <= 3; crash++) {
            test.claim(job);
            test.anHourPasses(job);
            assertThat(leases.reap()).isEqualTo(1);
            assertThat(test.get(job).attempts()).isEqualTo(new Attempts(0, crash, 1));
            assertThat(test.state(job)).isEqualTo(crash < 3 ? JobState.READY : JobState.DEAD);
        }
        assertThat(leases.reap()).isZero();
        assertThat(store.events(Owner.ANY, job, 0, 100))
                .extracting(JobEvent::type)
                .containsExactly("submit", "claim", "reap", "claim", "reap", "claim", "reap");
    }

    @Test
    void theReaperHeedsWhatIsWanted() {
        Claim paused = test.claim(test.submit().id());
        Claim cancelled = test.claim(test.submit().id());
        store.pause(Owner.ANY, paused.job());
        store.cancel(Owner.ANY, cancelled.job());
        test.anHourPasses(paused.job());
        test.anHourPasses(cancelled.job());

        assertThat(leases.reap()).isEqualTo(2);
        assertThat(test.state(paused.job())).isEqualTo(JobState.PAUSED);
        assertThat(test.state(cancelled.job())).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void errorsAreRetriedAfterARestUntilTheLast() {
        UUID job = store.submit(newJob().withMaxAttempts(2)).id();

        assertThat(leases.fail(test.claim(job), new JobError("E", "no luck", true)))
                .isEqualTo(JobState.READY);
        assertThat(test.claim(1)).isEmpty();
        assertThat(Duration.between(Instant.now(), test.get(job).timeline().runAt()))
                .isCloseTo(Duration.ofHours(1), Duration.ofMinutes(5));
        test.anHourPasses(job);
        assertThat(leases.fail(test.claim(job), new JobError("E", "no luck", true)))
                .isEqualTo(JobState.DEAD);
        assertThat(test.get(job).error()).isEqualTo(new JobError("E", "no luck", true));
    }

    @Test
    void whatTryingAgainDoesNotMendIsDeadAtOnce() {
        UUID job = test.submit().id();

        assertThat(leases.fail(test.claim(job), new JobError("E", "bad image", false, "image-7")))
                .isEqualTo(JobState.DEAD);
        assertThat(test.get(job).error()).isEqualTo(new JobError("E", "bad image", false, "image-7"));
    }

    @Test
    void aReleaseConsumesNoAttempt() {
        UUID job = store.submit(newJob().withMaxAttempts(1)).id();
        leases.release(test.claim(job));

        assertThat(test.get(job).attempts()).isEqualTo(new Attempts(0, 0, 1));
        assertThat(test.claim(1)).hasSize(1);
    }

    @Test
    void aStoppedRunIsWhatItsOwnerWished() {
        Claim paused = test.claim(test.submit().id());
        Claim resumed = test.claim(test.submit().id());
        Claim cancelled = test.claim(test.submit().id());
        store.pause(Owner.ANY, paused.job());
        store.pause(Owner.ANY, resumed.job());
        store.resume(Owner.ANY, resumed.job());
        store.cancel(Owner.ANY, cancelled.job());

        assertThat(leases.release(paused)).isEqualTo(JobState.PAUSED);
        assertThat(leases.release(resumed)).isEqualTo(JobState.READY);
        assertThat(leases.release(cancelled)).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aFailedRunIsWhatItsOwnerWished() {
        Claim paused = test.claim(test.submit().id());
        Claim cancelled = test.claim(test.submit().id());
        store.pause(Owner.ANY, paused.job());
        store.cancel(Owner.ANY, cancelled.job());
        JobError error = new JobError("E", "no luck", true);

        assertThat(leases.fail(paused, error)).isEqualTo(JobState.PAUSED);
        assertThat(leases.fail(cancelled, error)).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void publishingIsGuardedByTheFence() {
        Claim old = test.claim(test.submit().id());
        leases.release(old);
        Claim current = test.claim(old.job());

        assertThatThrownBy(() -> test.transaction.executeWithoutResult(status -> leases.guard(old)))
                .isInstanceOf(LostLeaseException.class);
        assertThatThrownBy(() -> leases.guard(current)).isInstanceOf(IllegalStateException.class);
        test.transaction.executeWithoutResult(status -> {
            leases.guard(current);
            test.anHourPasses(current.job());
            assertThat(CompletableFuture.supplyAsync(leases::reap).join())
                    .as("the reaper leaves a guarded job alone")
                    .isZero();
        });
    }

    @Test
    void progressAndEventsAreKept() {
        Claim claim = test.claim(test.submit().id());
        Progress progress = new Progress(3, 10L, "samples", Duration.ofSeconds(90), "sampling");
        leases.progress(claim, progress);
        leases.event(claim, "metric", json("{\"loss\": 0.5}"));

        assertThat(test.get(claim.job()).progress()).isEqualTo(progress);
        List<JobEvent> events = store.events(Owner.ANY, claim.job(), 0, 10);
        assertThat(events).extracting(JobEvent::type).containsExactly("submit", "claim", "progress", "metric");
        assertThat(events.get(3).data()).isEqualTo(json("{\"loss\": 0.5}"));
        assertThat(store.events(Owner.ANY, claim.job(), events.get(2).seq(), 10))
                .containsExactly(events.get(3));
    }

    private Duration leaseLeft(UUID job) {
        double seconds = test.sql
                .sql("SELECT extract(epoch FROM lease_until - clock_timestamp())::float8 FROM jobs WHERE id = :job")
                .param("job", job)
                .query(Double.class)
                .single();
        return Duration.of((long) seconds, ChronoUnit.SECONDS);
    }
}
