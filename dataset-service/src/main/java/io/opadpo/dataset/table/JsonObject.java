package io.opadpo.dataset.table;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object as a row: its fields are columns, and those of objects within it too. */
record JsonObject(JsonNode node) {

    /** Of an object with the largest image in base64, in bytes. */
    static final int MAX_BYTES = 28_500_000;

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_BYTES)
                            .build())
                    .build())
            .build();

    /** Strings as they are, whatever else as JSON. */
    @Nullable
    String text(String column) throws BadRowException {
        JsonNode value = value(column);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** A string's base64. */
    byte @Nullable [] bytes(String column) throws BadRowException {
        String text = text(column);
        try {
            return text == null ? null : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadRowException(column + " is not base64");
        }
    }

    private JsonNode value(String path) throws BadRowException {
        if (!node.isObject()) {
            throw new BadRowException("not a JSON object");
        }
        JsonNode value = node;
        for (String name : path.split("\\.")) {
            value = value.path(name);
        }
        return value;
    }
}
