package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.ALICE;
import static io.opadpo.jobs.support.TestStore.KIND;
import static io.opadpo.jobs.support.TestStore.LEASE;
import static io.opadpo.jobs.support.TestStore.json;
import static io.opadpo.jobs.support.TestStore.newJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

abstract class ClaimContract extends StoreTest {
    @Test
    void thePressingAndTheOldComeFirst() {
        Job old = test.submit();
        Job young = test.submit();
        Job pressing = store.submit(newJob().withPriority(1));

        assertThat(test.claim(2)).extracting(c -> c.job().id()).containsExactly(pressing.id(), old.id());
        assertThat(test.claim(2)).extracting(c -> c.job().id()).containsExactly(young.id());
    }

    @Test
    void onlyKnownKindsAreClaimed() {
        store.submit(NewJob.of("a", ALICE, json("{}")));
        store.submit(NewJob.of("b", ALICE, json("{}")));
        store.submit(NewJob.of("c", ALICE, json("{}")));

        assertThat(leases.claim("worker", Set.of("a", "c"), 9, LEASE))
                .extracting(c -> c.job().kind())
                .containsExactly("a", "c");
        assertThat(leases.claim("worker", Set.of("a", "c"), 9, LEASE)).isEmpty();
    }

    @Test
    void theLimitHoldsOverAllKinds() {
        IntStream.range(0, 6).forEach(i -> store.submit(NewJob.of("k" + i % 3, ALICE, json("{}"))));

        assertThat(leases.claim("worker", Set.of("k0", "k1", "k2"), 4, LEASE)).hasSize(4);
    }

    @Test
    void theFenceGrowsWithEachClaim() {
        Job job = test.submit();
        Claim first = test.claim(job.id());
        leases.release(first);
        Claim second = test.claim(job.id());

        assertThat(second.fence()).isGreaterThan(first.fence());
    }

    @Test
    void aClaimLeavesOutWhatAnotherHasLocked() {
        Job locked = test.submit();
        Job free = test.submit();

        List<ClaimedJob> claimed = test.transaction.execute(status -> {
            assertThat(test.claim(1)).extracting(c -> c.job().id()).containsExactly(locked.id());
            return inAnotherThread(() -> test.claim(2));
        });
        assertThat(claimed).extracting(c -> c.job().id()).containsExactly(free.id());
    }

    @Test
    void aBatchOfSubmissionsNotifiesOnce() throws Exception {
        try (Connection listening = test.context.getBean(DataSource.class).getConnection()) {
            listening.createStatement().execute("LISTEN jobs");
            store.submitAll(IntStream.range(0, 50).mapToObj(i -> newJob()).toList());
            List<ClaimedJob> claimed = test.claim(50);
            claimed.forEach(c -> leases.complete(c.claim(), null));

            assertThat(Arrays.stream(listening.unwrap(PGConnection.class).getNotifications(2000)))
                    .singleElement()
                    .satisfies(n -> assertThat(n.getParameter()).isEqualTo(KIND));
            listening.createStatement().execute("UNLISTEN jobs");
        }
    }

    private static <T> T inAnotherThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work).join();
    }
}
