package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.ALICE;
import static io.opadpo.jobs.support.TestStore.KIND;
import static io.opadpo.jobs.support.TestStore.json;
import static io.opadpo.jobs.support.TestStore.newJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class RemovalContract extends StoreTest {
    private static final Duration DAY = Duration.ofDays(1);

    private JobRemoval removal;

    @BeforeEach
    final void removal() {
        removal = test.context.getBean(JobRemoval.class);
    }

    @Test
    void aJobGoesWithItsItemsAndEvents() {
        UUID job = test.submit().id();
        Claim claim = test.claim(job);
        leases.putItems(claim, List.of(ItemWrite.done("a", json("{}"))));
        leases.complete(claim, null);

        removal.remove(Owner.of(ALICE), Set.of(job));

        for (String table : List.of("jobs", "job_events", "work_items", "job_dependencies")) {
            assertThat(test.sql
                            .sql("SELECT count(*) FROM " + table)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void onlyWhatHasEndedGoes() {
        for (JobState state : JobState.values()) {
            test.clear();
            GivenJob job = GivenJob.in(state, test);
            if (state.isFinal()) {
                removal.remove(Owner.ANY, Set.of(job.id()));
                assertThat(store.find(Owner.ANY, job.id())).as(state.name()).isEmpty();
            } else {
                assertThatThrownBy(() -> removal.remove(Owner.ANY, Set.of(job.id())))
                        .as(state.name())
                        .isInstanceOf(JobStateException.class);
                assertThat(test.state(job.id())).isEqualTo(state);
            }
        }
    }

    @Test
    void othersJobsDoNotExist() {
        UUID job = ended(newJob());

        assertThatThrownBy(() -> removal.remove(Owner.of("bob"), Set.of(job))).isInstanceOf(JobNotFoundException.class);
        assertThat(store.find(Owner.ANY, job)).isPresent();
    }

    @Test
    void whatIsNeededStaysUntilItsUserGoes() {
        UUID need = ended(newJob());
        UUID user = ended(newJob().needing(need));

        assertThatThrownBy(() -> removal.remove(Owner.ANY, Set.of(need)))
                .isInstanceOfSatisfying(
                        JobInUseException.class, e -> assertThat(e.users()).containsExactly(user));
        removal.remove(Owner.ANY, List.of(need, user));
        assertThat(store.find(Owner.ANY, need)).isEmpty();
    }

    @Test
    void aPipelineGoesWhenAllOfItHasEnded() {
        UUID pipeline = UUID.randomUUID();
        UUID first = ended(newJob().inPipeline(pipeline));
        UUID second = store.submit(newJob().inPipeline(pipeline)).id();
        age(first);

        assertThatThrownBy(() -> removal.remove(Owner.ANY, Set.of(first))).isInstanceOf(JobInUseException.class);
        assertThat(removal.removeOld(Set.of(), DAY)).isFalse();

        leases.complete(test.claim(second), null);
        assertThat(removal.removeOld(Set.of(), DAY))
                .as("its last job ended a moment ago")
                .isFalse();
        age(second);
        assertThat(removeAllOld(Set.of())).isEqualTo(2);
    }

    @Test
    void aPipelineWhoseFirstStageIsDeadGoesToo() {
        UUID pipeline = UUID.randomUUID();
        UUID first = store.submit(newJob().inPipeline(pipeline)).id();
        UUID second = store.submit(newJob().inPipeline(pipeline).needing(first)).id();
        UUID third = store.submit(newJob().inPipeline(pipeline).needing(first, second))
                .id();
        leases.fail(test.claim(first), new JobError("E", "no luck", false));
        age(first);
        assertThat(removal.cancelBlocked(Set.of(), DAY))
                .as("blocked a moment ago")
                .isZero();
        test.sql
                .sql("UPDATE jobs SET updated = updated - interval '2 days' WHERE state = 'BLOCKED'")
                .update();
        assertThat(removal.cancelBlocked(Set.of("other"), DAY)).isZero();

        assertThat(removal.cancelBlocked(Set.of(KIND), DAY)).isEqualTo(2);
        assertThat(test.state(second)).isEqualTo(JobState.CANCELLED);
        assertThat(test.state(third)).isEqualTo(JobState.CANCELLED);
        assertThat(removal.removeOld(Set.of(), DAY))
                .as("they ended a moment ago")
                .isFalse();
        age(second);
        age(third);
        assertThat(removeAllOld(Set.of())).isEqualTo(3);
    }

    @Test
    void dependentsGoFirst() {
        UUID need = ended(newJob());
        UUID user = ended(newJob().needing(need));
        age(need);

        assertThat(removal.removeOld(Set.of(), DAY)).isFalse();
        age(user);
        assertThat(removal.removeOld(Set.of(), DAY)).isTrue();
        assertThat(store.find(Owner.ANY, need)).isPresent();
        assertThat(removal.removeOld(Set.of(), DAY)).isTrue();
        assertThat(store.find(Owner.ANY, need)).isEmpty();
    }

    @Test
    void theYoungAndOtherKindsStay() {
        UUID young = ended(newJob());
        UUID old = ended(newJob());
        age(old);

        assertThat(removal.removeOld(Set.of("other"), DAY)).isFalse();
        assertThat(removeAllOld(Set.of("other", KIND))).isEqualTo(1);
        assertThat(store.find(Owner.ANY, young)).isPresent();
    }

    @Test
    void whoWantsAJobThatIsBeingRemovedIsTold() throws Exception {
        UUID need = ended(newJob());
        CompletableFuture<Job> submitted = test.transaction.execute(status -> {
            removal.remove(Owner.ANY, Set.of(need));
            CompletableFuture<Job> waiting = CompletableFuture.supplyAsync(() -> store.submit(newJob().needing(need)));
            awaitSomebodyWaiting();
            return waiting;
        });
        assertThatThrownBy(submitted::join).hasCauseInstanceOf(DependencyException.class);
    }

    @Test
    void whatIsBeingTakenAsANeedStays() {
        UUID need = ended(newJob());
        age(need);

        UUID user = test.transaction.execute(status -> {
            UUID id = store.submit(newJob().needing(need)).id();
            assertThat(CompletableFuture.supplyAsync(() -> removal.removeOld(Set.of(), DAY))
                            .join())
                    .isFalse();
            return id;
        });
        assertThat(store.needs(Owner.ANY, user)).containsExactly(need);
    }

    @Test
    void twoRemoversTakeDifferentJobs() {
        UUID a = ended(newJob());
        UUID b = ended(newJob());
        age(a);
        age(b);

        test.transaction.executeWithoutResult(status -> {
            assertThat(removal.removeOld(Set.of(), DAY)).isTrue();
            assertThat(CompletableFuture.supplyAsync(() -> removal.removeOld(Set.of(), DAY))
                            .join())
                    .isTrue();
        });
        assertThat(removal.removeOld(Set.of(), DAY)).isFalse();
    }

    @Test
    void unfinishedJobsTellWhatTheyName() {
        UUID named = store.submit(NewJob.of(KIND, ALICE, json("{\"a\": [{\"b\": \"x-1\"}]}")))
                .id();
        store.submit(NewJob.of(KIND, ALICE, json("{\"x-1\": \"x-12\"}")));
        store.cancel(
                Owner.ANY,
                store.submit(NewJob.of(KIND, ALICE, json("{\"a\": \"x-1\"}"))).id());

        assertThat(removal.unfinishedNaming(Owner.of(ALICE), "x-1")).containsExactly(named);
        assertThat(removal.unfinishedNaming(Owner.of("bob"), "x-1")).isEmpty();
    }

    private int removeAllOld(Set<String> kinds) {
        int removed = 0;
        while (removal.removeOld(kinds, DAY)) {
            removed++;
        }
        return removed;
    }

    private UUID ended(NewJob job) {
        leases.complete(test.claim(store.submit(job).id()), null);
        return job.id();
    }

    private void age(UUID job) {
        test.sql
                .sql("UPDATE jobs SET finished = finished - interval '2 days' WHERE id = :job")
                .param("job", job)
                .update();
    }

    private void awaitSomebodyWaiting() {
        try (Connection other = test.context.getBean(DataSource.class).getConnection()) {
            while (true) {
                try (var rows = other.createStatement()
                        .executeQuery("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND datname = current_database()")) {
                    rows.next();
                    if (rows.getInt(1) > 0) {
                        return;
                    }
                }
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
