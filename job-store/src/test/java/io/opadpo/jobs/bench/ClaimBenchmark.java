package io.opadpo.jobs.bench;

import static io.opadpo.jobs.support.TestStore.LEASE;
import static io.opadpo.jobs.support.TestStore.json;

import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.support.EmbeddedServer;
import io.opadpo.jobs.support.TestStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Claims and completions a second, with the server and the workers on one machine. Arguments: jobs, threads, jobs a claim.
 */
final class ClaimBenchmark {
    private ClaimBenchmark() {}

    public static void main(String[] args) throws Exception {
        int jobs = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        int batch = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        try (TestStore test = new TestStore(EmbeddedServer.newDatabase())) {
            run(test, jobs / 10, threads, batch);
            for (int round = 1; round <= 3; round++) {
                long nanos = run(test, jobs, threads, batch);
                System.out.printf(
                        "round %d: %d jobs, %d threads, %d a claim: %.0f claims + completions a second%n",
                        round, jobs, threads, batch, jobs * 1e9 / nanos);
            }
        }
        System.exit(0);
    }

    /** Nanoseconds in which jobs that are there are claimed and completed. */
    static long run(TestStore test, int jobs, int threads, int batch) throws Exception {
        for (int submitted = 0; submitted < jobs; submitted += 1000) {
            test.store.submitAll(IntStream.range(0, Math.min(1000, jobs - submitted))
                    .mapToObj(i -> NewJob.of("bench", "bench", json("{\"prompt\": \"What is in the picture?\"}")))
                    .toList());
        }
        test.sql.sql("ANALYZE").update();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        long start = System.nanoTime();
        List<Callable<Void>> tasks = IntStream.range(0, threads)
                .<Callable<Void>>mapToObj(i -> () -> work(test, batch))
                .toList();
        for (Future<Void> worker : workers.invokeAll(tasks)) {
            worker.get();
        }
        long nanos = System.nanoTime() - start;
        workers.shutdown();
        return nanos;
    }

    private static Void work(TestStore test, int batch) {
        List<ClaimedJob> claimed = test.leases.claim("bench", Set.of("bench"), batch, LEASE);
        while (!claimed.isEmpty()) {
            claimed.forEach(job -> test.leases.complete(job.claim(), json("{\"ok\": true}")));
            claimed = test.leases.claim("bench", Set.of("bench"), batch, LEASE);
        }
        return null;
    }
}
