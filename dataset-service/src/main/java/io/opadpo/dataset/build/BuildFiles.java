package io.opadpo.dataset.build;

import io.opadpo.dataset.build.Filters.Kept;
import io.opadpo.dataset.build.Filters.Outcome;
import io.opadpo.dataset.similarity.NearDuplicates;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** The lines of a data set being made, in temporary files that go away with it. */
final class BuildFiles implements AutoCloseable {

    private final JsonMapper json;
    private final Checks checks;
    private final Map<String, String> sides = new HashMap<>();
    private final StatisticsCounter counter = new StatisticsCounter();
    private Path samples;
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
                sides.put(kept.sample().image(), kept.sample().split());
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

    /** Completes the files; nothing can be added any more. What looks alike is put on one side if the request says so. */
    Statistics finish(BuildRequest request) throws IOException {
        end();
        NearDuplicates alike = new NearDuplicates(checks.hashes(sides.keySet()), request.nearDuplicatesOrDefault());
        long moved = request.nearDuplicatesOrDefault().togetherOrDefault()
                ? move(alike.leaders().andThen(request.split()::of))
                : 0;
        return counter.statistics(alike.report(sides.size(), image -> Split.HELD_OUT.equals(sides.get(image)), moved));
    }

    /** Gives images, and all samples that have them, another side; tells how many images changed theirs. */
    private long move(Function<String, String> sideOf) throws IOException {
        Map<String, String> moved = new HashMap<>();
        sides.forEach((image, side) -> {
            if (!sideOf.apply(image).equals(side)) {
                moved.put(image, sideOf.apply(image));
            }
        });
        if (!moved.isEmpty()) {
            sides.putAll(moved);
            rewrite(moved);
        }
        return moved.size();
    }

    private void rewrite(Map<String, String> moved) throws IOException {
        Path before = samples;
        samples = Files.createTempFile("samples", ".jsonl");
        try (BufferedReader from = Files.newBufferedReader(before);
                BufferedWriter to = Files.newBufferedWriter(samples)) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                Sample sample = json.readValue(line, Sample.class);
                String side = moved.get(sample.image());
                if (side != null) {
                    counter.move(side);
                    write(to, sample.onSide(side));
                } else {
                    to.write(line);
                    to.write('\n');
                }
            }
        } finally {
            Files.delete(before);
        }
    }

    private void end() throws IOException {
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
        end();
        Files.deleteIfExists(samples);
        Files.deleteIfExists(dropped);
    }
}
