package io.opadpo.dataset.table;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A JSON array of objects, read one at a time. */
public final class JsonArray extends JsonRows {

    private final JsonParser parser;
    private @Nullable JsonObject object;

    private JsonArray(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws TableException if the file does not begin with an array */
    public static JsonArray open(Path path) throws IOException {
        JsonParser parser = JsonObject.JSON.createParser(path);
        try {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                return new JsonArray(parser);
            }
        } catch (JacksonException e) {
            // Told below.
        }
        parser.close();
        throw new TableException("not a JSON array");
    }

    @Override
    public boolean next() throws IOException {
        row++;
        try {
            JsonToken token = parser.nextToken();
            if (token == null || token == JsonToken.END_ARRAY) {
                return false;
            }
            object = new JsonObject(parser.readValueAsTree());
            return true;
        } catch (JacksonException e) {
            throw new TableException("not JSON behind element " + (row - 1), e);
        }
    }

    @Override
    JsonObject object() throws BadRowException {
        if (object == null) {
            throw new BadRowException("no element");
        }
        return object;
    }

    @Override
    public void close() {
        parser.close();
    }
}
