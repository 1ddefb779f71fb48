package io.opadpo.trainer.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of a JSON lines file.
 *
 * @param where file and line, as errors name them
 * @param json an object
 */
public record JsonLine(String where, JsonNode json) {

    /**
     * Reads a file in UTF-8, empty lines left out.
     *
     * @throws BenchmarkException naming the file, and the line that is no JSON object
     */
    public static List<JsonLine> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new BenchmarkException(file.getFileName() + " cannot be read: it is missing, or not in UTF-8", e);
        }
        List<JsonLine> read = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                read.add(parse(file.getFileName() + " line " + (i + 1), lines.get(i)));
            }
        }
        return read;
    }

    private static JsonLine parse(String where, String line) {
        try {
            JsonNode json = JsonMapper.shared().readTree(line);
            if (json.isObject()) {
                return new JsonLine(where, json);
            }
        } catch (JacksonException e) {
            throw new BenchmarkException(where + ": not valid JSON", e);
        }
        throw new BenchmarkException(where + ": not a JSON object");
    }

    /**
     * The text, or whole number, of a field.
     *
     * @throws BenchmarkException if there is none
     */
    public String text(String field) {
        JsonNode value = json.path(field);
        if ((value.isString() || value.isIntegralNumber()) && !value.asString().isBlank()) {
            return value.asString();
        }
        throw new BenchmarkException(where + ": " + field + " is missing, or no text");
    }

    /** A field that names a question. */
    public String id(String field) {
        String id = text(field);
        if (id.length() > BenchmarkQuestion.MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw new BenchmarkException(where + ": " + field + " is longer than " + BenchmarkQuestion.MAX_ID
                    + " characters, or has control characters");
        }
        return id;
    }
}
