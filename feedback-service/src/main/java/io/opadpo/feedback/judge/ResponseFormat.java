package io.opadpo.feedback.judge;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an endpoint can be held to. */
public enum ResponseFormat {
    /** Nothing: the prompt alone asks for JSON. */
    NONE,
    /** Some JSON object. */
    JSON_OBJECT,
    /** JSON by the report's schema. */
    JSON_SCHEMA;

    /** As OpenAI's API takes it, or null for nothing. Strict only by a schema that names every property. */
    @Nullable
    JsonNode request(JsonNode schema) {
        ObjectNode format = JsonMapper.shared().createObjectNode();
        return switch (this) {
            case NONE -> null;
            case JSON_OBJECT -> format.put("type", "json_object");
            case JSON_SCHEMA -> {
                format.put("type", "json_schema")
                        .putObject("json_schema")
                        .put("name", "report")
                        .put("strict", schema.path("additionalProperties").isBoolean())
                        .set("schema", schema);
                yield format;
            }
        };
    }
}
