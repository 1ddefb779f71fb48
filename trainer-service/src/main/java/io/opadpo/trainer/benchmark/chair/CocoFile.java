package io.opadpo.trainer.benchmark.chair;

import io.opadpo.trainer.benchmark.BenchmarkException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Reads one of COCO's annotation files entry by entry: they have hundreds of megabytes. */
final class CocoFile {

    private static final ObjectReader ENTRIES = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Entry.class);

    private final Path file;

    CocoFile(Path file) {
        this.file = file;
    }

    /** An entry of {@code images}, {@code annotations} or {@code categories}, with the fields that count here. */
    record Entry(
            @Nullable Long id,
            @Nullable Long imageId,
            @Nullable Long categoryId,
            @Nullable String fileName,
            @Nullable String name,
            @Nullable String caption) {}

    /**
     * Reads the file.
     *
     * @param takers by the names of the arrays whose entries they take
     * @throws BenchmarkException naming the file if it cannot be read or is not of this form
     */
    void read(Map<String, Consumer<Entry>> takers) {
        try (JsonParser parser = JsonMapper.shared().createParser(file)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BenchmarkException(file.getFileName() + ": not a JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                Consumer<Entry> taker = takers.get(parser.currentName());
                if (parser.nextToken() == JsonToken.START_ARRAY && taker != null) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        taker.accept(ENTRIES.readValue(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new BenchmarkException(file.getFileName() + ": not one of COCO's annotation files, or damaged", e);
        }
    }

    /** @throws BenchmarkException if an entry lacks a field */
    <T> T require(@Nullable T value, String field) {
        if (value == null) {
            throw new BenchmarkException(file.getFileName() + ": an entry without " + field);
        }
        return value;
    }

    @Override
    public String toString() {
        return String.valueOf(file.getFileName());
    }
}
