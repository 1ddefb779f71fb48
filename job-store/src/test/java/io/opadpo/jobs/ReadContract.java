package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.ALICE;
import static io.opadpo.jobs.support.TestStore.KIND;
import static io.opadpo.jobs.support.TestStore.json;
import static io.opadpo.jobs.support.TestStore.newJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class ReadContract extends StoreTest {
    private static final Owner BOB = Owner.of("bob");

    @Test
    void pagesHoldEachJobOnceNewestFirst() {
        List<UUID> submitted = new ArrayList<>();
        store.submitAll(IntStream.range(0, 23).mapToObj(i -> newJob()).toList())
                .forEach(job -> submitted.add(job.id()));
        // Jobs of the same moment are told apart by their ids.
        test.sql
                .sql("UPDATE jobs SET created = date_trunc('hour', created) WHERE priority = 0")
                .update();
        List<UUID> seen = new ArrayList<>();
        JobCursor cursor = null;
        do {
            Page<Job, JobCursor> page = store.list(Owner.of(ALICE), JobFilter.ALL, cursor, 5);
            page.items().forEach(job -> seen.add(job.id()));
            cursor = page.next() == null ? null : JobCursor.parse(page.next().toString());
        } while (cursor != null);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(submitted);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE, 999_999_999_999_999_999L})
    void aCursorOfATimeThatNoJobHasIsRefused(long micros) {
        String text = micros + "/00000000-0000-0000-0000-000000000001";
        String cursor = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> JobCursor.parse(cursor)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void queuesTellWhatCouldBeTakenAndWhatRuns() {
        JobQueues queues = test.context.getBean(JobQueues.class);
        UUID running = test.submit().id();
        test.claim(running);
        test.submit();
        UUID old = test.submit().id();
        test.sql
                .sql("UPDATE jobs SET run_at = run_at - interval '1 hour' WHERE id = :id")
                .param("id", old)
                .update();
        UUID later = test.submit().id();
        test.sql
                .sql("UPDATE jobs SET run_at = run_at + interval '1 hour' WHERE id = :id")
                .param("id", later)
                .update();

        QueueDepth depth = queues.depths(Set.of(KIND)).get(0);

        assertThat(depth.ready()).as("without the one whose time has not come").isEqualTo(2);
        assertThat(depth.running()).isEqualTo(1);
        assertThat(depth.oldest()).isBetween(Duration.ofHours(1), Duration.ofHours(2));
        assertThat(depth.drained()).isFalse();
        assertThat(queues.depths(Set.of("nothing")))
                .containsExactly(new QueueDepth("nothing", 0, 0, Duration.ZERO, false));
    }

    @Test
    void theNewestIsFirst() {
        List<Job> jobs = new ArrayList<>(store.submitAll(List.of(newJob(), newJob(), newJob())));
        Collections.reverse(jobs);

        assertThat(store.list(Owner.ANY, JobFilter.ALL, null, 10).items()).isEqualTo(jobs);
    }

    @Test
    void filtersNarrowTheList() {
        UUID pipeline = UUID.randomUUID();
        Job a = store.submit(NewJob.of("a", ALICE, json("{}")).inPipeline(pipeline));
        Job b = store.submit(NewJob.of("b", ALICE, json("{}")).inPipeline(pipeline));
        Job other = store.submit(NewJob.of("b", ALICE, json("{}")));
        store.cancel(Owner.ANY, b.id());

        assertThat(ids(JobFilter.pipeline(pipeline))).containsExactly(b.id(), a.id());
        assertThat(ids(new JobFilter(Set.of("b"), Set.of(), null))).containsExactly(other.id(), b.id());
        assertThat(ids(new JobFilter(Set.of("a", "b"), Set.of(JobState.CANCELLED), pipeline)))
                .containsExactly(b.id());
    }

    @Test
    void pagesHaveASaneSize() {
        assertThatThrownBy(() -> store.list(Owner.ANY, JobFilter.ALL, null, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.list(Owner.ANY, JobFilter.ALL, null, 1001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherTenantsJobsDoNotExist() {
        UUID alices = test.submit().id();
        Job bobs = store.submit(NewJob.of(KIND, "bob", json("{}")));
        List<Consumer<UUID>> calls = List.of(
                job -> store.needs(BOB, job),
                job -> store.cancel(BOB, job),
                job -> store.pause(BOB, job),
                job -> store.resume(BOB, job),
                job -> store.requeue(BOB, job),
                job -> store.events(BOB, job, 0, 10),
                job -> store.items(BOB, job, null, null, 10),
                job -> store.itemCounts(BOB, job));

        assertThat(store.find(BOB, alices)).isEmpty();
        assertThat(store.list(BOB, JobFilter.ALL, null, 10).items()).containsExactly(bobs);
        for (Consumer<UUID> call : calls) {
            assertThatThrownBy(() -> call.accept(alices)).isInstanceOf(JobNotFoundException.class);
            assertThatThrownBy(() -> call.accept(UUID.randomUUID())).isInstanceOf(JobNotFoundException.class);
        }
        assertThat(test.state(alices)).isEqualTo(JobState.READY);
    }

    @Test
    void aTransactionSeesWhatItWrote() {
        UUID job = test.submit().id();

        test.transaction.executeWithoutResult(status -> {
            assertThat(test.state(job)).isEqualTo(JobState.READY);
            store.cancel(Owner.ANY, job);
            assertThat(test.state(job)).isEqualTo(JobState.CANCELLED);
            status.setRollbackOnly();
        });
        assertThat(test.state(job)).isEqualTo(JobState.READY);
    }

    private List<UUID> ids(JobFilter filter) {
        return store.list(Owner.of(ALICE), filter, null, 10).items().stream()
                .map(Job::id)
                .toList();
    }
}
