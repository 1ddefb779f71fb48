package io.opadpo.trainer.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A range of a training's metrics.
 *
 * @param items a record per step, as the training writes them
 * @param next the step that the following part starts with, or {@code null} after the last
 */
record Metrics(List<JsonNode> items, @Nullable Long next) {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Reads a file that may still be written to; a line that is not whole yet does not count. */
    static Metrics read(Path file, long fromStep, long toStep, int limit) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        if (!Files.exists(file)) {
            return new Metrics(items, null);
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode item = parse(line);
                long step = item == null ? 0 : item.path("step").longValue();
                if (item == null || step < fromStep || step > toStep) {
                    continue;
                }
                if (items.size() == limit) {
                    return new Metrics(items, step);
                }
                items.add(item);
            }
        }
        return new Metrics(items, null);
    }

    private static @Nullable JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JacksonException e) {
            return null;
        }
    }
}
