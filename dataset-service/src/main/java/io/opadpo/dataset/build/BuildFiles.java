package io.opadpo.dataset.build;

import io.opadpo.dataset.build.Filters.Kept;
import io.opadpo.dataset.build.Filters.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The lines of a data set being made, in temporary files that go away with it. */
final class BuildFiles implements AutoCloseable {

    private final JsonMapper json;
    private final Checks checks;
    private final StatisticsCounter counter = new StatisticsCounter();
    private final Path samples;
    private final Path dropped;
    private final BufferedWriter sampleLines;
    private final BufferedWriter droppedLines;

    BuildFiles(JsonMapper json, Checks checks) throws IOException {
        this.json = json;
        this.checks = checks;
        samples = Files.createTempFile("samples", ".jsonl");
        dropped = Files.createTempFile("dropped", ".jsonl");
        sampleLines = Files.newBufferedWriter(samples);
        droppedLines = Files.newBufferedWriter(dropped);
    }

    void add(Correction correction, Outcome outcome) throws IOException {
        Kept kept = outcome.kept();
        if (kept != null) {
            Optional<Drop> drop = checks.of(kept.sample());
            if (drop.isEmpty()) {
                write(sampleLines, kept.sample());
                counter.add(correction, kept);
            } else {
                add(drop.get());
            }
        }
        if (outcome.drop() != null) {
            add(outcome.drop());
        }
    }

    void add(Drop drop) throws IOException {
        write(droppedLines, drop);
        counter.add(drop);
    }

    private void write(BufferedWriter lines, Object line) throws IOException {
        lines.write(json.writeValueAsString(line));
        lines.write('\n');
    }

    StatisticsCounter counter() {
        return counter;
    }

    /** The files are complete; nothing can be added any more. */
    void finish() throws IOException {
        sampleLines.close();
        droppedLines.close();
    }

    Path samples() {
        return samples;
    }

    Path dropped() {
        return dropped;
    }

    @Override
    public void close() throws IOException {
        finish();
        Files.deleteIfExists(samples);
        Files.deleteIfExists(dropped);
    }
}
