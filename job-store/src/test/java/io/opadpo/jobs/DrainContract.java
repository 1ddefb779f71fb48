package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.ALICE;
import static io.opadpo.jobs.support.TestStore.KIND;
import static io.opadpo.jobs.support.TestStore.LEASE;
import static io.opadpo.jobs.support.TestStore.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class DrainContract extends StoreTest {
    private JobDrains drains;

    @BeforeEach
    final void drains() {
        drains = test.context.getBean(JobDrains.class);
    }

    @Test
    void aDrainedKindIsNotClaimedUntilItIsResumed() {
        test.submit();
        store.submit(NewJob.of("other", ALICE, json("{}")));
        drains.drain(Set.of(KIND), false);

        assertThat(leases.claim("worker", Set.of(KIND, "other"), 9, LEASE))
                .extracting(claimed -> claimed.job().kind())
                .containsExactly("other");
        drains.resume(Set.of(KIND));
        assertThat(test.claim(9)).hasSize(1);
    }

    @Test
    void queuesTellWhetherTheirKindIsDrained() {
        JobQueues queues = test.context.getBean(JobQueues.class);
        test.submit();
        drains.drain(Set.of(KIND, "idle"), false);

        assertThat(queues.depths(Set.of(KIND, "idle"))).allMatch(QueueDepth::drained);
        assertThat(queues.depths(Set.of(KIND)).get(0).ready()).isEqualTo(1);
        drains.resume(Set.of(KIND));
        assertThat(queues.depths(Set.of(KIND)).get(0).drained()).isFalse();
    }

    @Test
    void whatRunsGoesOnUnlessItIsToBeHandedBack() {
        Claim claim = test.claim(test.submit().id());
        drains.drain(Set.of(KIND), false);
        assertThat(leases.heartbeat(List.of(claim), LEASE)).containsEntry(claim, Signal.CONTINUE);

        drains.drain(Set.of(KIND), true);
        assertThat(leases.heartbeat(List.of(claim), LEASE)).containsEntry(claim, Signal.DRAIN);
        assertThat(leases.release(claim)).isEqualTo(JobState.READY);
        assertThat(test.get(claim.job()).attempts().errors()).isZero();
        assertThat(test.claim(9)).isEmpty();
    }

    @Test
    void aWishToCancelComesBeforeADrain() {
        Claim claim = test.claim(test.submit().id());
        drains.drain(Set.of(KIND), true);
        store.cancel(Owner.ANY, claim.job());

        assertThat(leases.heartbeat(List.of(claim), LEASE)).containsEntry(claim, Signal.CANCEL);
    }

    @Test
    void theListTellsWhatStillRuns() {
        test.submit();
        test.submit();
        test.claim(1);
        drains.drain(Set.of(KIND, "other"), false);
        drains.drain(Set.of("other"), true);

        assertThat(drains.list())
                .extracting(DrainedKind::kind, DrainedKind::handBack, DrainedKind::running, DrainedKind::ready)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(KIND, false, 1L, 1L),
                        org.assertj.core.groups.Tuple.tuple("other", true, 0L, 0L));
        drains.resume(Set.of(KIND, "other"));
        assertThat(drains.list()).isEmpty();
    }
}
