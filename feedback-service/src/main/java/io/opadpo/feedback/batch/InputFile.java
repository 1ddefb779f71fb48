package io.opadpo.feedback.batch;

import io.opadpo.chat.BatchLine;
import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.feedback.calls.OutOfMoney;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Question;
import io.opadpo.jobs.Claim;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** The requests of a batch, on this machine's disk until they are uploaded. Each is in the books first. */
final class InputFile implements AutoCloseable {
    private final UUID batch;
    private final Claim claim;
    private final Judge judge;
    private final BatchCalls calls;
    private final BatchSettings settings;
    private final Path path;
    private final BufferedWriter writer;
    private int requests;
    private long size;

    InputFile(UUID batch, Claim claim, Judge judge, BatchCalls calls, BatchSettings settings) throws IOException {
        this.batch = batch;
        this.claim = claim;
        this.judge = judge;
        this.calls = calls;
        this.settings = settings;
        this.path = Files.createTempFile("batch-", ".jsonl");
        this.writer = Files.newBufferedWriter(path);
    }

    /** Whether it was added; not if there is no money for it now. */
    boolean add(Question question, String imageUrl, OutOfMoney outOfMoney) throws IOException {
        Optional<UUID> call = calls.open(claim, batch, judge, question, outOfMoney);
        if (call.isEmpty()) {
            return false;
        }
        String line = BatchLine.request(
                call.get().toString(),
                judge.settings().endpoint(),
                judge.request(question, question.messages().apply(imageUrl)));
        writer.write(line);
        writer.write('\n');
        requests++;
        size += line.getBytes(StandardCharsets.UTF_8).length + 1;
        return true;
    }

    /** Whether another request should go into another file. */
    boolean full() {
        return requests >= settings.requests() || size >= settings.size().toBytes();
    }

    boolean isEmpty() {
        return requests == 0;
    }

    /** All that was added, whole. */
    Path finished() throws IOException {
        writer.close();
        return path;
    }

    @Override
    public void close() throws IOException {
        writer.close();
        Files.deleteIfExists(path);
    }
}
