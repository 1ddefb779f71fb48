package io.opadpo.feedback.batch;

import io.opadpo.chat.Batch;
import io.opadpo.chat.BatchClient;
import io.opadpo.chat.CallException;
import io.opadpo.chat.CallFailure;
import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends the batches of jobs that have ended without them, and settles their books: what was answered by then is paid for
 * and kept. Any process may do it, and several at once.
 */
@Component
public class EndedBatches {
    private static final Logger log = LoggerFactory.getLogger(EndedBatches.class);

    /** Another process may know an endpoint that this one does not; no batch is at work for longer than a day. */
    private static final Duration FORGOTTEN = Duration.ofHours(48);

    private static final Duration LISTED = Duration.ofMinutes(10);

    private final BatchTable table;
    private final BatchCalls calls;

    EndedBatches(BatchTable table, BatchCalls calls) {
        this.table = table;
        this.calls = calls;
    }

    /** An endpoint, and who asks it. */
    public record Asking(Judge judge, BatchClient client) {}

    /** The jobs that have batches under way, ended or not. */
    public List<UUID> jobs() {
        return table.jobs();
    }

    /**
     * Does for the batches of a job that has ended what can be done now; again later.
     *
     * @param ended whether the job still has: it may be requeued meanwhile
     * @param endpoints those that are configured, by name
     */
    public void settle(UUID job, String owner, BooleanSupplier ended, Function<String, Optional<Asking>> endpoints) {
        forEach(job, batch -> {
            Asking asking = endpoints.apply(batch.endpoint()).orElse(null);
            if (asking != null) {
                settle(batch, owner, ended, asking);
            } else if (batch.age().compareTo(FORGOTTEN) > 0) {
                giveUp(batch, "its endpoint is not configured any more");
            }
        });
    }

    /** Keeps what batches of a paused job have answered, while the endpoint has it; the rest is for the job's next run. */
    public void collect(UUID job, String owner, Function<String, Optional<Asking>> endpoints) {
        forEach(job, stored -> {
            Asking asking = endpoints.apply(stored.endpoint()).orElse(null);
            if (asking != null && stored.remote() != null) {
                Batch batch = asking.client().get(stored.remote()).block();
                if (batch != null && batch.ended()) {
                    collect(stored, batch, owner, asking);
                }
            }
        });
    }

    private interface Step {
        void of(StoredBatch batch) throws JobException, InterruptedException, IOException;
    }

    private void forEach(UUID job, Step step) {
        for (StoredBatch batch : table.open(job)) {
            try {
                step.of(batch);
            } catch (CallException | JobException | IOException e) {
                log.warn("Batch {} of job {}, which nobody runs: {}", batch.id(), job, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void settle(StoredBatch stored, String owner, BooleanSupplier ended, Asking asking)
            throws JobException, InterruptedException, IOException {
        BatchClient client = asking.client();
        Batch batch;
        try {
            batch = (stored.remote() == null ? client.find(stored.id().toString()) : client.get(stored.remote()))
                    .block();
        } catch (CallException e) {
            if (e.failure() == CallFailure.NOT_FOUND) {
                giveUp(stored, "its endpoint does not know it any more");
                return;
            }
            throw e;
        }
        if (batch != null && batch.ended()) {
            cancel(stored, batch, client);
            collect(stored, batch, owner, asking);
        } else if (ended.getAsBoolean()) {
            end(stored, batch, client);
        }
    }

    private void end(StoredBatch stored, @Nullable Batch batch, BatchClient client) {
        if (batch == null) {
            // It may be on its way to the endpoint, or not on the endpoint's list yet.
            if (stored.state() == StoredBatch.State.NEW || stored.age().compareTo(LISTED) > 0) {
                calls.closeRest(stored.id(), null);
                table.done(stored.id(), false);
            }
        } else if (!batch.cancelling()) {
            table.running(stored.id(), batch.id());
            cancel(stored, batch, client);
        }
    }

    /** There is a second one if a run was held up for long while it told the endpoint to start it. */
    private static void cancel(StoredBatch stored, Batch batch, BatchClient client) {
        Flux.concat(Mono.just(batch), client.findAll(stored.id().toString()))
                .distinct(Batch::id)
                .filter(one -> !one.ended() && !one.cancelling())
                .concatMap(one -> client.cancel(one.id()))
                .doOnNext(one -> log.info("Batch {} is cancelled, as its job has ended", one.id()))
                .then()
                .block();
    }

    private void collect(StoredBatch stored, Batch batch, String owner, Asking asking)
            throws JobException, InterruptedException, IOException {
        new BatchOutput(
                        owner,
                        asking.judge(),
                        (file, path) -> Boolean.TRUE.equals(BatchOutput.download(asking.client(), file, path)
                                .block()),
                        calls)
                .collect(stored.id(), batch);
        table.done(stored.id(), !batch.failed());
    }

    private void giveUp(StoredBatch batch, String why) {
        log.warn("Nobody can tell what came of batch {}: {}", batch.id(), why);
        calls.giveUp(batch.id());
        table.done(batch.id(), true);
    }
}
