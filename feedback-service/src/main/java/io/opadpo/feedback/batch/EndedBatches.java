package io.opadpo.feedback.batch;

import io.opadpo.chat.Batch;
import io.opadpo.chat.BatchClient;
import io.opadpo.chat.CallException;
import io.opadpo.chat.CallFailure;
import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Ends the batches of jobs that have ended without them, and settles their books: what was answered by then is paid for
 * and kept. Any process may do it, and several at once.
 */
@Component
public class EndedBatches {
    private static final Logger log = LoggerFactory.getLogger(EndedBatches.class);

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
     * Does for a job's batches what can be done now; again later.
     *
     * @param endpoints those that are configured, by name
     */
    public void settle(UUID job, String owner, Function<String, Optional<Asking>> endpoints) {
        for (StoredBatch batch : table.open(job)) {
            Asking asking = endpoints.apply(batch.endpoint()).orElse(null);
            try {
                if (asking == null) {
                    giveUp(batch, "its endpoint is not configured any more");
                } else {
                    settle(batch, owner, asking);
                }
            } catch (CallException | JobException | IOException e) {
                log.warn("Batch {} of job {}, which has ended: {}", batch.id(), job, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void settle(StoredBatch stored, String owner, Asking asking)
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
        if (batch == null) {
            calls.closeRest(stored.id(), null);
            table.done(stored.id(), false);
        } else if (batch.ended()) {
            new BatchOutput(
                            owner,
                            asking.judge(),
                            (file, path) -> client.download(file, path).block(),
                            calls)
                    .collect(stored.id(), batch);
            table.done(stored.id(), true);
        } else if (!batch.cancelling()) {
            table.running(stored.id(), batch.id());
            client.cancel(batch.id()).block();
            log.info("Batch {} is cancelled, as its job has ended", batch.id());
        }
    }

    private void giveUp(StoredBatch batch, String why) {
        log.warn("Nobody can tell what came of batch {}: {}", batch.id(), why);
        calls.giveUp(batch.id());
        table.done(batch.id(), true);
    }
}
