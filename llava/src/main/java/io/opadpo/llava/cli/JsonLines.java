package io.opadpo.llava.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of JSON objects, one to a line, read line by line; empty lines are skipped. */
final class JsonLines {

    /** Room for the largest picture as a data URL. */
    private static final int MAX_LINE_BYTES = 32 << 20;

    private static final int SHOWN = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_LINE_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonLines() {}

    /**
     * Reads all rows.
     *
     * @param parse makes of a row what is wanted, or refuses it
     * @return how many there are
     * @throws InputException naming file and line of what is no JSON object or is refused
     */
    static <T> int forEach(Path file, Function<JsonRow, T> parse, Consumer<T> action) {
        // A pipe could not be read twice, as batches are: once to check, once to work.
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": not a regular file");
        }
        int rows = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int number = 1; ; number++) {
                String where = file + ":" + number;
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                boolean last = !readLine(in, line, where);
                if (!line.toString(StandardCharsets.ISO_8859_1).isBlank()) {
                    action.accept(parse.apply(parse(where, line.toByteArray())));
                    rows++;
                }
                if (last) {
                    return rows;
                }
            }
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read (" + e + ")", e);
        }
    }

    /** Reads up to the line's end; false if the file ended. */
    private static boolean readLine(InputStream in, ByteArrayOutputStream line, String where) throws IOException {
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return false;
            }
            if (line.size() == MAX_LINE_BYTES) {
                throw new InputException(where + ": longer than the " + MAX_LINE_BYTES + " bytes allowed");
            }
            line.write(next);
        }
        return true;
    }

    private static JsonRow parse(String where, byte[] line) {
        InputStream in = new ByteArrayInputStream(line);
        try {
            JsonNode json = MAPPER.readTree(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
            if (json.isObject()) {
                return new JsonRow(where, json);
            }
        } catch (JacksonException e) {
            throw new InputException(where + ": not valid JSON: " + e.getOriginalMessage(), e);
        }
        throw new InputException(where + ": not a JSON object");
    }

    /** What a message shows of text that may be of any length. */
    static String abridged(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
