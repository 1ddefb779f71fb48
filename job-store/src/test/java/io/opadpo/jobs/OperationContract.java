package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.LEASE;
import static io.opadpo.jobs.support.TestStore.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation in every state: the state that follows, with a wish where one is open, or the exception. */
abstract class OperationContract extends StoreTest {
    private static final String TABLE = """
            operation WAITING   BLOCKED   READY     RUNNING        PAUSED    SUCCEEDED CANCELLED DEAD
            cancel    CANCELLED CANCELLED CANCELLED RUNNING/CANCEL CANCELLED state!    CANCELLED state!
            pause     PAUSED    PAUSED    PAUSED    RUNNING/PAUSE  PAUSED    state!    state!    state!
            resume    WAITING   BLOCKED   READY     RUNNING        READY     state!    state!    state!
            requeue   state!    state!    state!    state!         state!    state!    READY     READY
            claim     WAITING   BLOCKED   RUNNING   RUNNING        PAUSED    SUCCEEDED CANCELLED DEAD
            heartbeat lost!     lost!     lost!     RUNNING        lost!     lost!     lost!     lost!
            progress  lost!     lost!     lost!     RUNNING        lost!     lost!     lost!     lost!
            event     lost!     lost!     lost!     RUNNING        lost!     lost!     lost!     lost!
            items     lost!     lost!     lost!     RUNNING        lost!     lost!     lost!     lost!
            guard     lost!     lost!     lost!     RUNNING        lost!     lost!     lost!     lost!
            complete  lost!     lost!     lost!     SUCCEEDED      lost!     lost!     lost!     lost!
            fail      lost!     lost!     lost!     READY          lost!     lost!     lost!     lost!
            release   lost!     lost!     lost!     READY          lost!     lost!     lost!     lost!
            reap      WAITING   BLOCKED   READY     READY          PAUSED    SUCCEEDED CANCELLED DEAD
            """;

    private final Map<String, Consumer<GivenJob>> operations = Map.ofEntries(
            Map.entry("cancel", job -> store.cancel(Owner.ANY, job.id())),
            Map.entry("pause", job -> store.pause(Owner.ANY, job.id())),
            Map.entry("resume", job -> store.resume(Owner.ANY, job.id())),
            Map.entry("requeue", job -> store.requeue(Owner.ANY, job.id())),
            Map.entry("claim", job -> leases.claim("other", Set.of(GivenJob.SUBJECT), 9, LEASE)),
            Map.entry("heartbeat", job -> {
                if (leases.heartbeat(List.of(job.claim()), LEASE).get(job.claim()) == Signal.LOST) {
                    throw new LostLeaseException(job.claim());
                }
            }),
            Map.entry("progress", job -> leases.progress(job.claim(), Progress.of(1, 2, "steps"))),
            Map.entry("event", job -> leases.event(job.claim(), "note", json("{}"))),
            Map.entry("items", job -> leases.putItems(job.claim(), List.of(ItemWrite.pending("a")))),
            Map.entry("guard", job -> test.transaction.executeWithoutResult(s -> leases.guard(job.claim()))),
            Map.entry("complete", job -> leases.complete(job.claim(), json("{}"))),
            Map.entry("fail", job -> leases.fail(job.claim(), new JobError("E", "no luck", true))),
            Map.entry("release", job -> leases.release(job.claim())),
            Map.entry("reap", job -> {
                test.anHourPasses(job.id());
                leases.reap();
            }));

    @TestFactory
    List<DynamicTest> everyOperationInEveryState() {
        List<String[]> rows = TABLE.lines().map(line -> line.split("\\s+")).toList();
        String[] states = rows.get(0);
        List<DynamicTest> tests = new ArrayList<>();
        for (String[] row : rows.subList(1, rows.size())) {
            for (int column = 1; column < states.length; column++) {
                JobState state = JobState.valueOf(states[column]);
                String expected = row[column];
                tests.add(DynamicTest.dynamicTest(
                        row[0] + " when " + state,
                        () -> assertThat(outcome(row[0], state)).isEqualTo(expected)));
            }
        }
        assertThat(tests).hasSize(operations.size() * JobState.values().length);
        return tests;
    }

    @Test
    void aCancelledRunIsNeitherPausedNorResumed() {
        GivenJob job = GivenJob.in(JobState.RUNNING, test);
        store.cancel(Owner.ANY, job.id());

        for (String operation : List.of("pause", "resume")) {
            assertThat(outcomeFor(operation, job)).isEqualTo("state!");
        }
        assertThat(test.get(job.id()).wish()).isEqualTo(Wish.CANCEL);
    }

    @Test
    void onlyAllowedTransitionsAreTabled() {
        for (String[] row :
                TABLE.lines().skip(1).map(line -> line.split("\\s+")).toList()) {
            for (JobState from : JobState.values()) {
                int column = Arrays.asList(
                                TABLE.lines().findFirst().orElseThrow().split("\\s+"))
                        .indexOf(from.name());
                String to = row[column].split("/")[0];
                if (!to.endsWith("!") && !to.equals(from.name())) {
                    assertThat(from.next()).contains(JobState.valueOf(to));
                }
            }
        }
    }

    private String outcome(String operation, JobState state) {
        test.clear();
        GivenJob job = GivenJob.in(state, test);
        assertThat(test.state(job.id())).isEqualTo(state);
        String outcome = outcomeFor(operation, job);
        if (outcome.endsWith("!")) {
            assertThat(test.state(job.id())).as("nothing changed").isEqualTo(state);
        }
        return outcome;
    }

    private String outcomeFor(String operation, GivenJob given) {
        try {
            operations.get(operation).accept(given);
        } catch (LostLeaseException e) {
            return "lost!";
        } catch (JobStateException e) {
            assertThat(e.state()).isEqualTo(test.state(given.id()));
            return "state!";
        }
        Job job = test.get(given.id());
        return job.state() + (job.wish() == Wish.RUN ? "" : "/" + job.wish());
    }
}
