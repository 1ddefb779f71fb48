package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.ALICE;
import static io.opadpo.jobs.support.TestStore.KIND;
import static io.opadpo.jobs.support.TestStore.json;
import static io.opadpo.jobs.support.TestStore.newJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class SubmissionContract extends StoreTest {
    @Test
    void whatIsSubmittedIsFound() {
        UUID pipeline = UUID.randomUUID();
        NewJob job = NewJob.of(KIND, ALICE, json("{\"prompts\": [1, 2], \"model\": \"m\"}"))
                .inPipeline(pipeline)
                .withPriority(7)
                .withMaxAttempts(2)
                .withIdempotencyKey("k");

        Job submitted = store.submit(job);

        assertThat(submitted).isEqualTo(test.get(job.id()));
        assertThat(submitted.state()).isEqualTo(JobState.READY);
        assertThat(submitted.parameters()).isEqualTo(job.parameters());
        assertThat(submitted.pipeline()).isEqualTo(pipeline);
        assertThat(submitted.priority()).isEqualTo(7);
        assertThat(submitted.attempts()).isEqualTo(new Attempts(0, 0, 2));
        assertThat(submitted.idempotencyKey()).isEqualTo("k");
    }

    @Test
    void theSameKeyAndBodyIsTheSameJob() {
        Job first = store.submit(
                NewJob.of(KIND, ALICE, json("{\"a\": 1, \"b\": 2}")).withIdempotencyKey("k"));
        Job second = store.submit(
                NewJob.of(KIND, ALICE, json("{\"b\": 2, \"a\": 1}")).withIdempotencyKey("k"));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(store.events(Owner.ANY, first.id(), 0, 10)).hasSize(1);
    }

    @Test
    void theSameKeyWithAnotherBodyIsAConflict() {
        Job first = store.submit(newJob().withIdempotencyKey("k"));

        assertThatThrownBy(() -> store.submit(newJob().withPriority(1).withIdempotencyKey("k")))
                .isInstanceOfSatisfying(
                        IdempotencyConflictException.class,
                        e -> assertThat(e.job()).isEqualTo(first.id()));
    }

    @Test
    void aKeyBelongsToOneOwnerAndKind() {
        Job first = store.submit(newJob().withIdempotencyKey("k"));

        assertThat(store.submit(NewJob.of(KIND, "bob", json("{}")).withIdempotencyKey("k"))
                        .id())
                .isNotEqualTo(first.id());
        assertThat(store.submit(NewJob.of("other", ALICE, json("{}")).withIdempotencyKey("k"))
                        .id())
                .isNotEqualTo(first.id());
    }

    @Test
    void aRepeatedPipelineIsTheFirstOne() {
        List<Job> first = store.submitAll(pipeline("k"));
        List<Job> second = store.submitAll(pipeline("k"));

        assertThat(second).isEqualTo(first);
        assertThat(store.needs(Owner.ANY, first.get(1).id()))
                .containsExactly(first.get(0).id());
    }

    @Test
    void halfOfAPipelineThatExistsIsCompleted() {
        Job prompts = store.submit(pipeline("k").get(0));
        List<Job> all = store.submitAll(pipeline("k"));

        assertThat(all.get(0).id()).isEqualTo(prompts.id());
        assertThat(store.needs(Owner.ANY, all.get(1).id())).containsExactly(prompts.id());
    }

    @Test
    void manyAtOnceUnderOneKeyMakeOneJob() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<UUID>> submissions = IntStream.range(0, 40)
                    .<Callable<UUID>>mapToObj(i ->
                            () -> store.submit(newJob().withIdempotencyKey("k")).id())
                    .toList();
            Set<UUID> ids = new HashSet<>();
            for (Future<UUID> submitted : threads.invokeAll(submissions)) {
                ids.add(submitted.get());
            }
            assertThat(ids).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void allOrNothingIsSubmitted() {
        NewJob sound = newJob();
        NewJob unsound = newJob().needing(UUID.randomUUID());

        assertThatThrownBy(() -> store.submitAll(List.of(sound, unsound))).isInstanceOf(DependencyException.class);
        assertThat(store.find(Owner.ANY, sound.id())).isEmpty();
    }

    @Test
    void anotherOwnersJobIsNoDependency() {
        Job bobs = store.submit(NewJob.of(KIND, "bob", json("{}")));

        assertThatThrownBy(() -> store.submit(newJob().needing(bobs.id())))
                .isInstanceOf(DependencyException.class)
                .hasMessageContaining(bobs.id().toString());
    }

    @Test
    void circlesAreRefused() {
        NewJob a = newJob();
        NewJob b = newJob().needing(a.id());

        assertThatThrownBy(() -> store.submitAll(List.of(a.needing(b.id()), b)))
                .isInstanceOf(DependencyException.class)
                .hasMessageContaining("circle");
    }

    @Test
    void aJobOfTheFutureIsNotClaimed() {
        Job later = store.submit(newJob().notBefore(Instant.parse("2999-01-01T00:00:00Z")));

        assertThat(test.claim(1)).isEmpty();
        assertThat(later.timeline().runAt()).isEqualTo("2999-01-01T00:00:00Z");
    }

    @Test
    void textThatPostgresCannotHoldIsReplaced() {
        Job job = store.submit(NewJob.of(KIND, ALICE, json("{\"a\": \"x\\u0000\\u0000y\", \"b\": \"\\\\u0000\"}")));

        assertThat(job.parameters()).isEqualTo(json("{\"a\": \"x\\ufffd\\ufffdy\", \"b\": \"\\\\u0000\"}"));
    }

    private static List<NewJob> pipeline(String key) {
        NewJob rollout = newJob().withIdempotencyKey(key + "/1");
        return List.of(rollout, newJob().needing(rollout.id()).withIdempotencyKey(key + "/2"));
    }
}
