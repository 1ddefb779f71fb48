package io.opadpo.jobs.bench;

import static io.opadpo.jobs.support.TestStore.json;

import io.opadpo.jobs.Claim;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.support.TestStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What many work items cost, with the server and the workers on one machine: items a second, sizes, dead rows, vacuum, and
 * claims beside them. Arguments: items, jobs that share them and write at once, items a write.
 */
final class ItemBenchmark {
    private static final String KIND = "items";
    private static final Duration LEASE = Duration.ofHours(2);
    private static final JobError ERROR = new JobError("TIMEOUT", "No answer within 10 minutes", true);
    /** One of so many fails at first. */
    private static final int FAILING = 20;

    private final TestStore test;
    private final int each;
    private final int batch;
    private final List<Claim> claims;

    private ItemBenchmark(TestStore test, int items, int jobs, int batch) {
        this.test = test;
        this.each = items / jobs;
        this.batch = batch;
        test.store.submitAll(IntStream.range(0, jobs)
                .mapToObj(i -> NewJob.of(KIND, "bench", json("{}")))
                .toList());
        this.claims = test.leases.claim("bench", Set.of(KIND), jobs, LEASE).stream()
                .map(ClaimedJob::claim)
                .toList();
    }

    public static void main(String[] args) throws Exception {
        int items = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int jobs = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        int batch = args.length > 2 ? Integer.parseInt(args[2]) : 200;
        // Commits that last: tests do without.
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                TestStore test = new TestStore(server.getJdbcUrl("postgres", "postgres"))) {
            // What is dead is to be counted, not swept meanwhile.
            test.sql
                    .sql("ALTER TABLE work_items SET (autovacuum_enabled = false)")
                    .update();
            test.sql.sql("ALTER TABLE jobs SET (autovacuum_enabled = false)").update();
            String fsync = test.sql.sql("SHOW fsync").query(String.class).single();
            System.out.printf("%d items, %d jobs at once, %d a write, fsync %s%n", items, jobs, batch, fsync);
            ItemBenchmark benchmark = new ItemBenchmark(test, items, jobs, batch);
            benchmark.writeAll();
            benchmark.readBack();
            benchmark.claim();
        }
        System.exit(0);
    }

    private void writeAll() throws Exception {
        write("new, 1 of 20 failed", i -> i % FAILING == 0 ? ItemWrite.failed(name(i), ERROR) : done(i));
        tell("work_items");
        write("what failed, done", i -> i % FAILING == 0 ? done(i) : null);
        tell("work_items");
        write("all again, which changes nothing", ItemBenchmark::done);
        tell("work_items");
        vacuum("work_items");
    }

    private void readBack() {
        long start = System.nanoTime();
        int done = test.leases.doneItems(claims.get(0)).size();
        System.out.printf("names of %d done items of a job: %.2f s%n", done, (System.nanoTime() - start) / 1e9);
    }

    private void claim() throws Exception {
        int jobs = 10_000;
        ClaimBenchmark.run(test, jobs / 10, 4, 10);
        long nanos = ClaimBenchmark.run(test, jobs, 4, 10);
        System.out.printf("beside them %d jobs: %.0f claims + completions a second%n", jobs, jobs * 1e9 / nanos);
        tell("jobs");
        vacuum("jobs");
    }

    /** Each job writes its share, one batch after the other. */
    private void write(String what, IntFunction<@Nullable ItemWrite> item) throws Exception {
        AtomicLong written = new AtomicLong();
        ExecutorService workers = Executors.newFixedThreadPool(claims.size());
        long start = System.nanoTime();
        List<Callable<Void>> tasks = claims.stream()
                .<Callable<Void>>map(claim -> () -> {
                    List<ItemWrite> next = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        ItemWrite write = item.apply(i);
                        if (write != null) {
                            next.add(write);
                        }
                        if (next.size() == batch || (i == each - 1 && !next.isEmpty())) {
                            test.leases.putItems(claim, next);
                            written.addAndGet(next.size());
                            next.clear();
                        }
                    }
                    return null;
                })
                .toList();
        for (Future<Void> worker : workers.invokeAll(tasks)) {
            worker.get();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        workers.shutdown();
        System.out.printf("%s: %d in %.1f s, %.0f a second%n", what, written.get(), seconds, written.get() / seconds);
    }

    /** Rows, dead ones by the estimate of ANALYZE, and megabytes. */
    private void tell(String table) {
        test.sql.sql("ANALYZE " + table).update();
        System.out.println("  "
                + test.sql.sql("""
                SELECT format('%s: %s rows, %s dead; table %s MB, indexes %s MB', relname, n_live_tup, n_dead_tup,
                    pg_table_size(relid) / 1000000, pg_indexes_size(relid) / 1000000)
                FROM pg_stat_user_tables WHERE relname = :table""").param("table", table).query(String.class).single());
    }

    private void vacuum(String table) {
        long start = System.nanoTime();
        test.sql.sql("VACUUM " + table).update();
        System.out.printf("  vacuum: %.2f s%n", (System.nanoTime() - start) / 1e9);
        tell(table);
    }

    private static String name(int i) {
        return "prompt-%07d/0".formatted(i);
    }

    /** An answer of some 100 words, as rollouts keep it. */
    private static ItemWrite done(int i) {
        String words = new SplittableRandom(i)
                .ints(100, 10_000, 100_000)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
        return ItemWrite.done(name(i), json("""
                {"id": "%s", "prompt": "prompt-%07d", "image": "%064x", "question": "What is in the picture?",
                 "answer": "%s", "finish_reason": "stop", "model": "llava-1.5-7b", "seed": %d, "tokens": 128}""".formatted(name(i), i, i, words, i)));
    }
}
