package io.opadpo.feedback.batch;

import io.opadpo.chat.Batch;
import io.opadpo.chat.BatchLine;
import io.opadpo.chat.CallException;
import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.jobs.worker.JobException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what a batch that has ended answered. Does the same if it is done again. */
final class BatchOutput {
    private static final Logger log = LoggerFactory.getLogger(BatchOutput.class);

    private final String owner;
    private final Judge judge;
    private final Download download;
    private final BatchCalls calls;

    /** Fetches a file of the endpoint, on the caller's thread. */
    interface Download {
        void of(String file, Path to) throws JobException, InterruptedException;
    }

    /** @param owner of the job */
    BatchOutput(String owner, Judge judge, Download download, BatchCalls calls) {
        this.owner = owner;
        this.judge = judge;
        this.download = download;
        this.calls = calls;
    }

    /** Closes all of its calls: with a reply, or as not charged. */
    void collect(UUID id, Batch batch) throws JobException, InterruptedException, IOException {
        for (String file : new String[] {batch.outputFile(), batch.errorFile()}) {
            if (file != null) {
                read(id, file);
            }
        }
        calls.closeRest(id, batch.problem() == null ? "the batch is " + batch.status() : batch.problem());
    }

    private void read(UUID id, String file) throws JobException, InterruptedException, IOException {
        Path path = Files.createTempFile("batch-", ".jsonl");
        try {
            download.of(file, path);
            try (BufferedReader lines = Files.newBufferedReader(path)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isBlank()) {
                        close(id, BatchLine.read(line));
                    }
                }
            } catch (CallException e) {
                throw new JobException(e.about("file " + file), e);
            }
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private void close(UUID batch, BatchLine line) {
        try {
            calls.close(batch, UUID.fromString(line.customId()), owner, judge, line);
        } catch (IllegalArgumentException e) {
            log.warn("Batch {} has a line of no request of ours", batch);
        }
    }
}
