package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.LEASE;
import static io.opadpo.jobs.support.TestStore.newJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random operations on a few jobs that need each other, against a model that fits on a page. */
abstract class ModelContract extends StoreTest {
    private static final int RUNS = 10;
    private static final int STEPS = 80;

    /** The model's job: its state, what is wished, and the claims it has had. */
    private static final class Modelled {
        final List<Modelled> needs = new ArrayList<>();
        final List<Claim> claims = new ArrayList<>();
        JobState state = JobState.READY;
        Wish wish = Wish.RUN;
        int errors;
        int crashes;

        void become(JobState next) {
            state = next;
            wish = Wish.RUN;
        }

        /** Ends a run: as wished, or else so. */
        void stop(boolean fatal, JobState otherwise) {
            if (wish == Wish.CANCEL) {
                become(JobState.CANCELLED);
            } else if (fatal) {
                become(JobState.DEAD);
            } else {
                become(wish == Wish.PAUSE ? JobState.PAUSED : otherwise);
            }
        }

        JobState judged() {
            if (needs.stream()
                    .anyMatch(n -> List.of(JobState.DEAD, JobState.CANCELLED, JobState.BLOCKED)
                            .contains(n.state))) {
                return JobState.BLOCKED;
            }
            return needs.stream().allMatch(n -> n.state == JobState.SUCCEEDED) ? JobState.READY : JobState.WAITING;
        }
    }

    private final Map<UUID, Modelled> model = new LinkedHashMap<>();

    @Test
    void theStoreBehavesLikeTheModel() {
        long seed = Long.getLong("jobs.seed", System.nanoTime());
        for (int run = 0; run < RUNS; run++) {
            play(seed + run);
        }
    }

    private void play(long seed) {
        Random random = new Random(seed);
        test.clear();
        model.clear();
        List<String> history = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            submit(random);
        }
        for (int step = 0; step < STEPS; step++) {
            UUID job = new ArrayList<>(model.keySet()).get(random.nextInt(model.size()));
            int operation = random.nextInt(10);
            history.add(operation + " on " + model.get(job).state);
            act(operation, job, random);
            settle();
            store.list(Owner.ANY, JobFilter.ALL, null, 10).items().forEach(actual -> {
                Modelled expected = model.get(actual.id());
                assertThat(Arrays.<Object>asList(
                                actual.state(),
                                actual.wish(),
                                actual.attempts().errors(),
                                actual.attempts().crashes()))
                        .as("jobs.seed=%d, after %s", seed, history)
                        .isEqualTo(Arrays.<Object>asList(
                                expected.state, expected.wish, expected.errors, expected.crashes));
            });
        }
    }

    /** Needs are among the jobs there are. */
    private void submit(Random random) {
        Modelled modelled = new Modelled();
        List<UUID> needs = new ArrayList<>();
        model.forEach((id, job) -> {
            if (random.nextInt(3) == 0) {
                needs.add(id);
                modelled.needs.add(job);
            }
        });
        NewJob job = newJob().withMaxAttempts(2).needing(needs.toArray(UUID[]::new));
        store.submit(job);
        model.put(job.id(), modelled);
        if (!needs.isEmpty()) {
            modelled.state = JobState.WAITING;
        }
    }

    private void act(int operation, UUID id, Random random) {
        Modelled job = model.get(id);
        switch (operation) {
            case 0 -> steer(job, () -> store.cancel(Owner.ANY, id), Wish.CANCEL, JobState.CANCELLED);
            case 1 -> steer(job, () -> store.pause(Owner.ANY, id), Wish.PAUSE, JobState.PAUSED);
            case 2 -> resume(job, id);
            case 3 -> requeue(job, id);
            case 4, 5, 6 -> claim(job, id);
            case 7 -> finish(job, random);
            case 8 -> crash(job, id);
            default -> report(job, random);
        }
    }

    private void steer(Modelled job, Runnable call, Wish wish, JobState stopped) {
        boolean allowed =
                job.state == stopped || !job.state.isFinal() && !(wish == Wish.PAUSE && job.wish == Wish.CANCEL);
        expect(allowed, JobStateException.class, call);
        if (allowed && job.state == JobState.RUNNING) {
            job.wish = wish;
        } else if (allowed) {
            job.become(stopped);
        }
    }

    private void resume(Modelled job, UUID id) {
        boolean allowed = !job.state.isFinal() && job.wish != Wish.CANCEL;
        expect(allowed, JobStateException.class, () -> store.resume(Owner.ANY, id));
        if (allowed) {
            job.wish = Wish.RUN;
            job.state = job.state == JobState.PAUSED ? JobState.WAITING : job.state;
        }
    }

    private void requeue(Modelled job, UUID id) {
        boolean allowed = job.state == JobState.DEAD || job.state == JobState.CANCELLED;
        expect(allowed, JobStateException.class, () -> store.requeue(Owner.ANY, id));
        if (allowed) {
            job.become(JobState.WAITING);
            job.errors = 0;
            job.crashes = 0;
        }
    }

    private void claim(Modelled job, UUID id) {
        test.anHourPasses(id);
        if (job.state == JobState.RUNNING) {
            leases.heartbeat(List.of(job.claims.get(job.claims.size() - 1)), LEASE);
        } else if (job.state == JobState.READY) {
            job.claims.add(test.claim(id));
            job.state = JobState.RUNNING;
        }
    }

    private void finish(Modelled job, Random random) {
        report(job, random, claim -> {
            leases.complete(claim, null);
            job.become(JobState.SUCCEEDED);
        });
    }

    private void report(Modelled job, Random random) {
        boolean error = random.nextBoolean();
        boolean retryable = random.nextInt(3) > 0;
        report(job, random, claim -> {
            if (error) {
                leases.fail(claim, new JobError("E", "no luck", retryable));
                job.errors++;
                job.stop(!retryable || job.errors >= 2, JobState.READY);
            } else {
                leases.release(claim);
                job.stop(false, JobState.READY);
            }
        });
    }

    /** Reports with any claim the job ever had; only the last one counts, and only while the job runs. */
    private void report(Modelled job, Random random, Consumer<Claim> report) {
        if (job.claims.isEmpty()) {
            return;
        }
        int used = random.nextInt(3) > 0 ? job.claims.size() - 1 : random.nextInt(job.claims.size());
        boolean held = job.state == JobState.RUNNING && used == job.claims.size() - 1;
        expect(held, LostLeaseException.class, () -> report.accept(job.claims.get(used)));
    }

    private void crash(Modelled job, UUID id) {
        boolean running = job.state == JobState.RUNNING;
        if (running) {
            test.anHourPasses(id);
            job.crashes++;
            job.stop(job.crashes >= 3, JobState.READY);
        }
        assertThat(leases.reap()).isEqualTo(running ? 1 : 0);
    }

    /** Jobs come after their needs, so once over all of them is enough. */
    private void settle() {
        model.values().stream()
                .filter(job -> job.state == JobState.WAITING || job.state == JobState.BLOCKED)
                .forEach(job -> job.state = job.judged());
    }

    private static void expect(boolean allowed, Class<? extends Exception> refusal, Runnable call) {
        try {
            call.run();
            assertThat(allowed).as("a call that should be refused").isTrue();
        } catch (JobStoreException e) {
            assertThat(allowed).as(e.getMessage()).isFalse();
            assertThat(e).isInstanceOf(refusal);
        }
    }
}
