package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.json;
import static io.opadpo.jobs.support.TestStore.newJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten thousand jobs over many workers that now and then fail, forget a job or give it back. */
abstract class CrowdContract extends StoreTest {
    private static final int JOBS = 10_000;
    private static final int WORKERS = 6;

    @Test
    void noneIsLostAndNoneIsDoneTwice() throws Exception {
        for (int batch = 0; batch < 10; batch++) {
            store.submitAll(
                    IntStream.range(0, JOBS / 10).mapToObj(i -> newJob()).toList());
        }
        Map<UUID, AtomicInteger> completions = new ConcurrentHashMap<>();
        AtomicLong turn = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Callable<Void>> workers = IntStream.range(0, WORKERS)
                    .<Callable<Void>>mapToObj(i -> () -> work(completions, turn))
                    .toList();
            for (Future<Void> worker : threads.invokeAll(workers)) {
                worker.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(completions).hasSize(JOBS);
        assertThat(completions.values()).allSatisfy(count -> assertThat(count).hasValue(1));
        assertThat(count("SELECT count(*) FROM jobs WHERE state = 'SUCCEEDED'")).isEqualTo(JOBS);
        assertThat(count("SELECT count(*) FROM job_events WHERE type = 'complete'"))
                .isEqualTo(JOBS);
        assertThat(count("SELECT count(*) FROM jobs WHERE fence <> (SELECT count(*) FROM job_events e"
                        + " WHERE e.job = jobs.id AND e.type = 'claim')"))
                .as("each claim is in the history")
                .isZero();
    }

    private Void work(Map<UUID, AtomicInteger> completions, AtomicLong turn) {
        while (completions.size() < JOBS) {
            for (ClaimedJob claimed : test.claim(20)) {
                long now = turn.incrementAndGet();
                if (now % 97 == 0) {
                    forget(claimed.claim());
                } else if (now % 89 == 0) {
                    leases.release(claimed.claim());
                } else {
                    leases.complete(claimed.claim(), json("{}"));
                    completions
                            .computeIfAbsent(claimed.job().id(), id -> new AtomicInteger())
                            .incrementAndGet();
                }
            }
        }
        return null;
    }

    /** The worker is gone; another one reaps. */
    private void forget(Claim claim) {
        test.anHourPasses(claim.job());
        leases.reap();
    }

    private long count(String sql) {
        return test.sql.sql(sql).query(Long.class).single();
    }
}
