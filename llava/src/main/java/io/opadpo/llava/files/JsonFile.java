package io.opadpo.llava.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON files nobody vouches for: strict UTF-8, no duplicate keys, nothing after the object, bounded size. */
public final class JsonFile {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFile() {}

    /**
     * The object a file holds.
     *
     * @param maxBytes largest file that is read at all
     * @throws JsonFileException if the file cannot be read, is larger, or is anything but one JSON object
     */
    public static ObjectNode readObject(Path file, int maxBytes) {
        // One byte beyond the limit tells a file that is too large from one that just fits.
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new JsonFileException(file + ": larger than the " + maxBytes + " bytes allowed", null);
            }
            return parse(file, bytes);
        } catch (IOException e) {
            throw new JsonFileException(file + ": cannot be read (" + e + ")", e);
        }
    }

    private static ObjectNode parse(Path file, byte[] bytes) {
        InputStream in = new ByteArrayInputStream(bytes);
        try {
            JsonNode root = MAPPER.readTree(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
            if (root instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new JsonFileException(file + ": not valid JSON: " + e.getOriginalMessage(), e);
        }
        throw new JsonFileException(file + ": not a JSON object", null);
    }
}
