package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.newJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a chain: {@code last} needs {@code middle}, which needs {@code first}. */
abstract class DependencyContract extends StoreTest {
    private static final JobError FATAL = new JobError("E", "no luck", false);

    private UUID first;
    private UUID middle;
    private UUID last;

    @BeforeEach
    void chain() {
        NewJob a = newJob();
        NewJob b = newJob().needing(a.id());
        NewJob c = newJob().needing(b.id());
        store.submitAll(List.of(c, a, b));
        first = a.id();
        middle = b.id();
        last = c.id();
    }

    @Test
    void aJobIsClaimableOnceItsNeedsHaveSucceeded() {
        assertStates(JobState.READY, JobState.WAITING, JobState.WAITING);
        leases.complete(test.claim(first), null);
        assertStates(JobState.SUCCEEDED, JobState.READY, JobState.WAITING);
        leases.complete(test.claim(middle), null);
        assertStates(JobState.SUCCEEDED, JobState.SUCCEEDED, JobState.READY);
    }

    @Test
    void aLostDependencyBlocksAllThatFollowsAndIsNamed() {
        leases.fail(test.claim(first), FATAL);

        assertStates(JobState.DEAD, JobState.BLOCKED, JobState.BLOCKED);
        assertThat(test.get(middle).error())
                .isEqualTo(new JobError(
                        "DEPENDENCY_LOST", "Needs job " + first + ", which is DEAD", false, first.toString()));
        assertThat(test.get(last).error().subject()).isEqualTo(middle.toString());
    }

    @Test
    void aCancelledDependencyIsLostToo() {
        store.cancel(Owner.ANY, first);

        assertStates(JobState.CANCELLED, JobState.BLOCKED, JobState.BLOCKED);
    }

    @Test
    void aDependencyThatComesBackBringsTheRestBack() {
        leases.fail(test.claim(first), FATAL);
        store.requeue(Owner.ANY, first);

        assertStates(JobState.READY, JobState.WAITING, JobState.WAITING);
        assertThat(test.get(middle).error()).isNull();
        leases.complete(test.claim(first), null);
        assertStates(JobState.SUCCEEDED, JobState.READY, JobState.WAITING);
    }

    @Test
    void aResumedJobFindsWhatHappenedToItsNeeds() {
        store.pause(Owner.ANY, middle);
        leases.fail(test.claim(first), FATAL);
        assertStates(JobState.DEAD, JobState.PAUSED, JobState.WAITING);

        assertThat(store.resume(Owner.ANY, middle).state()).isEqualTo(JobState.BLOCKED);
        assertStates(JobState.DEAD, JobState.BLOCKED, JobState.BLOCKED);
    }

    @Test
    void aBlockedJobThatIsPausedNoLongerBlocksOthers() {
        leases.fail(test.claim(first), FATAL);
        store.pause(Owner.ANY, middle);

        assertStates(JobState.DEAD, JobState.PAUSED, JobState.WAITING);
        assertThat(test.get(middle).error()).isNull();
    }

    @Test
    void aJobSubmittedAfterItsNeedIsJudgedAtOnce() {
        leases.complete(test.claim(first), null);
        UUID done = store.submit(newJob().needing(first)).id();
        store.cancel(Owner.ANY, middle);
        UUID lost = store.submit(newJob().needing(first, middle)).id();

        assertThat(test.state(done)).isEqualTo(JobState.READY);
        assertThat(test.state(lost)).isEqualTo(JobState.BLOCKED);
    }

    @Test
    void whatACrashLeftUntoldIsCaughtUpWith() {
        test.sql
                .sql("UPDATE jobs SET state = 'DEAD', finished = now() WHERE id = :job")
                .param("job", first)
                .update();
        leases.reap();

        assertStates(JobState.DEAD, JobState.BLOCKED, JobState.BLOCKED);
    }

    @Test
    void needsThatEndAtTheSameMomentFreeTheirDependents() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 25; round++) {
                Claim a = test.claim(test.submit().id());
                Claim b = test.claim(test.submit().id());
                UUID dependent =
                        store.submit(newJob().needing(a.job(), b.job())).id();
                CountDownLatch start = new CountDownLatch(1);
                Future<?> one = threads.submit(() -> completeAfter(start, a));
                Future<?> other = threads.submit(() -> completeAfter(start, b));
                start.countDown();
                one.get();
                other.get();
                assertThat(test.state(dependent)).as("round " + round).isEqualTo(JobState.READY);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aNeedThatEndsDuringTheSubmissionIsNotMissed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 25; round++) {
                Claim need = test.claim(test.submit().id());
                CountDownLatch start = new CountDownLatch(1);
                Future<?> end = threads.submit(() -> completeAfter(start, need));
                start.countDown();
                UUID dependent = store.submit(newJob().needing(need.job())).id();
                end.get();
                assertThat(test.state(dependent)).as("round " + round).isEqualTo(JobState.READY);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void completeAfter(CountDownLatch start, Claim claim) throws InterruptedException {
        start.await();
        leases.complete(claim, null);
        return null;
    }

    private void assertStates(JobState ofFirst, JobState ofMiddle, JobState ofLast) {
        assertThat(List.of(test.state(first), test.state(middle), test.state(last)))
                .containsExactly(ofFirst, ofMiddle, ofLast);
    }
}
