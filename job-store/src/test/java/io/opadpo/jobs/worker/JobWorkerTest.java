package io.opadpo.jobs.worker;

import static io.opadpo.jobs.support.TestStore.ALICE;
import static io.opadpo.jobs.support.TestStore.KIND;
import static io.opadpo.jobs.support.TestStore.json;
import static io.opadpo.jobs.support.TestStore.newJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.Attempts;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.LostLeaseException;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.support.Await;
import io.opadpo.jobs.support.EmbeddedStore;
import io.opadpo.jobs.support.TestStore;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

@ExtendWith(EmbeddedStore.class)
class JobWorkerTest {
    private TestStore test;
    private JobStore store;

    @BeforeEach
    void begin(TestStore opened) {
        test = opened;
        store = opened.store;
        test.clear();
    }

    @Test
    void aRunEndsWithItsResultProgressAndItems() throws Exception {
        UUID job = store.submit(NewJob.of(KIND, ALICE, json("{\"up_to\": 3}"))).id();
        TestWorker.start(test, run -> {
                    record Parameters(int upTo) {}
                    int count = run.parameters(Parameters.class).upTo();
                    for (int i = 0; i < count; i++) {
                        run.items().putDone("item-" + i, json("{}"));
                        run.progress(i + 1, count, "items");
                    }
                    run.event("note", json("{\"a\": 1}"));
                    return JobOutcome.of(json("{\"sum\": 3}"));
                })
                .during(() -> {
                    awaitState(job, JobState.SUCCEEDED);
                });

        Job done = test.get(job);
        assertThat(done.result()).isEqualTo(json("{\"sum\": 3}"));
        assertThat(done.progress()).as("the last one is not held back").isEqualTo(Progress.of(3, 3, "items"));
        assertThat(store.items(Owner.ANY, job, null, null, 10).items()).hasSize(3);
        assertThat(store.events(Owner.ANY, job, 0, 10))
                .extracting(event -> event.type())
                .containsExactly("submit", "claim", "progress", "note", "progress", "complete");
    }

    @Test
    void howRunsEndIsHeardOf() throws Exception {
        UUID good = test.submit().id();
        Queue<RunListener.End> ends = new ConcurrentLinkedQueue<>();
        Handlers.Work work = run -> {
            if (run.job().id().equals(good)) {
                return JobOutcome.done();
            }
            boolean first = run.job().attempts().errors() == 0;
            throw new JobException(new JobError("BAD_IMAGE", "Not an image", first), null);
        };
        TestWorker.start(test, work, (kind, end, took) -> ends.add(end)).during(() -> {
            awaitState(good, JobState.SUCCEEDED);
            UUID bad = test.submit().id();
            restAfterAnError(bad);
            awaitState(bad, JobState.DEAD);
        });
        assertThat(ends).containsExactly(RunListener.End.SUCCEEDED, RunListener.End.RETRIED, RunListener.End.DEAD);
    }

    @Test
    void theLogsContextNamesTheRun() throws Exception {
        UUID pipeline = UUID.randomUUID();
        Queue<Map<String, String>> said = new ConcurrentLinkedQueue<>();
        Handlers.Work work = run -> {
            said.add(MDC.getCopyOfContextMap());
            boolean first = run.job().attempts().errors() == 0;
            if (first) {
                throw new JobException(new JobError("BUSY", "Try again", true), null);
            }
            return JobOutcome.done();
        };
        UUID job = store.submit(newJob().inPipeline(pipeline)).id();
        TestWorker.start(test, work).during(() -> {
            restAfterAnError(job);
            awaitState(job, JobState.SUCCEEDED);
        });

        Map<String, String> common =
                Map.of("job_id", job.toString(), "pipeline_id", pipeline.toString(), "owner", "alice", "kind", "test");
        assertThat(said).extracting(map -> map.get("attempt")).containsExactly("1", "2");
        assertThat(said).allSatisfy(map -> assertThat(map).containsAllEntriesOf(common));
    }

    @Test
    void aFailureThatItsHandlerUnderstandsIsTold() throws Exception {
        UUID job = test.submit().id();
        TestWorker.start(test, run -> {
                    throw new JobException(new JobError("BAD_IMAGE", "Not an image", false, "image-7"), null);
                })
                .during(() -> {
                    awaitState(job, JobState.DEAD);
                });
        assertThat(test.get(job).error()).isEqualTo(new JobError("BAD_IMAGE", "Not an image", false, "image-7"));
    }

    @Test
    void anUnknownFailureIsRetriedAndKeepsItsSecrets() throws Exception {
        UUID job = test.submit().id();
        TestWorker.start(test, run -> {
                    throw new IllegalStateException("password=hunter2");
                })
                .during(() -> {
                    Await.until(
                            "the error is counted",
                            () -> test.get(job).attempts().errors() == 1);
                });
        assertThat(test.state(job)).isEqualTo(JobState.READY);
        assertThat(test.get(job).error().message()).doesNotContain("hunter2", "Exception");
        assertThat(test.get(job).error().retryable()).isTrue();
    }

    @Test
    void parametersThatDoNotFitAreTheOwnersError() throws Exception {
        UUID job = store.submit(NewJob.of(KIND, ALICE, json("{\"up_to\": \"many\"}")))
                .id();
        TestWorker.start(test, run -> {
                    record Parameters(int upTo) {}
                    run.parameters(Parameters.class);
                    return JobOutcome.done();
                })
                .during(() -> {
                    awaitState(job, JobState.DEAD);
                });
        assertThat(test.get(job).error().code()).isEqualTo("INVALID_PARAMETERS");
    }

    @Test
    void aPausedRunStopsAndGoesOnWhereItWas() throws Exception {
        UUID job = test.submit().id();
        Queue<String> done = new ConcurrentLinkedQueue<>();
        CountDownLatch halfway = new CountDownLatch(1);
        Handlers.Work work = run -> {
            for (int i = 0; i < 6; i++) {
                if (run.items().done().contains("item-" + i)) {
                    continue;
                }
                run.items().putDone("item-" + i, json("{}"));
                done.add("item-" + i);
                if (i == 2) {
                    halfway.countDown();
                    untilStopped(run);
                }
            }
            return JobOutcome.done();
        };
        TestWorker.start(test, work).during(() -> {
            halfway.await();
            store.pause(Owner.ANY, job);
            awaitState(job, JobState.PAUSED);
            store.resume(Owner.ANY, job);
            awaitState(job, JobState.SUCCEEDED);
        });
        assertThat(done).hasSize(6).doesNotHaveDuplicates();
        assertThat(test.get(job).attempts()).isEqualTo(new Attempts(0, 0, 5));
    }

    @Test
    void aCancelledRunStopsWithinAHeartbeat() throws Exception {
        UUID job = test.submit().id();
        TestWorker.start(test, JobWorkerTest::untilStopped).during(() -> {
            awaitState(job, JobState.RUNNING);
            long asked = System.nanoTime();
            store.cancel(Owner.ANY, job);
            awaitState(job, JobState.CANCELLED);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
        });
    }

    @Test
    void aShutdownGivesJobsBackWithNoAttemptConsumed() throws Exception {
        UUID job = store.submit(newJob().withMaxAttempts(1)).id();
        TestWorker worker = TestWorker.start(test, JobWorkerTest::untilStopped);
        awaitState(job, JobState.RUNNING);
        worker.close();

        assertThat(test.state(job)).isEqualTo(JobState.READY);
        assertThat(test.get(job).attempts()).isEqualTo(new Attempts(0, 0, 1));
    }

    @Test
    void aRunThatIgnoresAShutdownIsGivenBackAndRefused() throws Exception {
        UUID job = test.submit().id();
        CountDownLatch free = new CountDownLatch(1);
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();
        TestWorker worker = TestWorker.start(test, run -> {
            uninterruptibly(free);
            try {
                run.items().putDone("late", json("{}"));
                refusal.complete(null);
            } catch (LostLeaseException e) {
                refusal.complete(e);
            }
            return JobOutcome.done();
        });
        awaitState(job, JobState.RUNNING);
        worker.close();
        assertThat(test.state(job)).isEqualTo(JobState.READY);
        free.countDown();

        assertThat(refusal.join()).isInstanceOf(LostLeaseException.class);
        assertThat(test.state(job)).isEqualTo(JobState.READY);
    }

    @Test
    void aNotificationWakesAnIdleWorker() throws Exception {
        TestWorker.start(
                        test,
                        run -> JobOutcome.done(),
                        UnaryOperator.identity(),
                        TestWorker.properties(TestWorker.LEASE, Duration.ofHours(1)))
                .during(() -> {
                    Await.until(
                            "the worker listens",
                            () -> test.sql
                                            .sql("SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN jobs'")
                                            .query(Long.class)
                                            .single()
                                    > 0);
                    // One job after another: the first may be found by the poll that follows the start.
                    for (int i = 0; i < 3; i++) {
                        awaitState(test.submit().id(), JobState.SUCCEEDED);
                    }
                });
    }

    @Test
    void noMoreRunsThanAllowed() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        store.submitAll(IntStream.range(0, 60).mapToObj(i -> newJob()).toList());
        TestWorker.start(test, run -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    run.items().putDone("a", json("{}"));
                    running.decrementAndGet();
                    return JobOutcome.done();
                })
                .during(() -> {
                    Await.until(
                            "all are done",
                            () -> test.sql
                                            .sql("SELECT count(*) FROM jobs WHERE state = 'SUCCEEDED'")
                                            .query(Long.class)
                                            .single()
                                    == 60);
                });
        assertThat(most.get()).isLessThanOrEqualTo(3);
    }

    /** Waits for the job's first error, and lets the time pass until it is tried again. */
    private void restAfterAnError(UUID job) throws Exception {
        Await.until("the job has had an error", () -> test.get(job).attempts().errors() == 1);
        test.anHourPasses(job);
    }

    private void awaitState(UUID job, JobState state) {
        Await.until("the job is " + state, () -> test.state(job) == state);
    }

    private static JobOutcome untilStopped(JobRun run) {
        Await.until("the run is stopped", () -> {
            run.checkpoint();
            return false;
        });
        return JobOutcome.done();
    }

    private static void uninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // As stubborn as can be.
            }
        }
    }
}
