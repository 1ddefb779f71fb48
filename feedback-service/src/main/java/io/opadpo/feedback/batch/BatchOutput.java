package io.opadpo.feedback.batch;

import io.opadpo.chat.Batch;
import io.opadpo.chat.BatchClient;
import io.opadpo.chat.BatchLine;
import io.opadpo.chat.CallException;
import io.opadpo.chat.CallFailure;
import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.jobs.worker.JobException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Collects what a batch that has ended answered. Does the same if it is done again. */
final class BatchOutput {
    private static final Logger log = LoggerFactory.getLogger(BatchOutput.class);

    private final String owner;
    private final Judge judge;
    private final Download download;
    private final BatchCalls calls;

    /** Fetches a file of the endpoint, on the caller's thread; whether there is one. */
    interface Download {
        boolean of(String file, Path to) throws JobException, InterruptedException;
    }

    /** The same without a thread of its own. */
    static Mono<Boolean> download(BatchClient client, String file, Path to) {
        return client.download(file, to)
                .thenReturn(true)
                .onErrorResume(
                        e -> e instanceof CallException call && call.failure() == CallFailure.NOT_FOUND,
                        e -> Mono.just(false));
    }

    /** @param owner of the job */
    BatchOutput(String owner, Judge judge, Download download, BatchCalls calls) {
        this.owner = owner;
        this.judge = judge;
        this.download = download;
        this.calls = calls;
    }

    /** Closes all of its calls: with a reply, as not charged, or as perhaps charged if not all could be read. */
    void collect(UUID id, Batch batch) throws JobException, InterruptedException, IOException {
        boolean whole = true;
        for (String file : new String[] {batch.outputFile(), batch.errorFile()}) {
            if (file != null) {
                whole &= read(id, file);
            }
        }
        if (whole) {
            calls.closeRest(id, batch.problem() == null ? "the batch is " + batch.status() : batch.problem());
        } else {
            log.warn("Nobody can tell what came of the rest of batch {}", id);
            calls.giveUp(id);
        }
    }

    /** Whether the file was there, and each of its lines could be read. */
    private boolean read(UUID id, String file) throws JobException, InterruptedException, IOException {
        Path path = Files.createTempFile("batch-", ".jsonl");
        try {
            if (!download.of(file, path)) {
                log.warn("File {} of batch {} is gone", file, id);
                return false;
            }
            boolean all = true;
            try (BufferedReader lines = new BufferedReader(
                    // Replaces what is no UTF-8: that is for the line's reader to notice.
                    new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    all &= line.isBlank() || close(id, line);
                }
            }
            return all;
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private boolean close(UUID batch, String text) {
        BatchLine line;
        UUID call;
        try {
            line = BatchLine.read(text);
            call = UUID.fromString(line.customId());
        } catch (CallException | IllegalArgumentException e) {
            log.warn("Batch {} has a line that cannot be read, or is of no request of ours", batch);
            return false;
        }
        calls.close(batch, call, owner, judge, line);
        return true;
    }
}
