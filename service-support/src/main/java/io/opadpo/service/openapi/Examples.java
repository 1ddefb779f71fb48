package io.opadpo.service.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes example bodies name a model that is there. Which one that is, only the installation knows. */
final class Examples {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MODEL = "model";

    private Examples() {}

    @SuppressWarnings({"rawtypes", "unchecked"})
    static void nameModel(OpenAPI api, String model) {
        Map<String, io.swagger.v3.oas.models.media.Schema> schemas =
                api.getComponents().getSchemas();
        schemas.values().forEach(schema -> {
            if (schema.getExample() != null) {
                schema.setExample(named(schema.getExample(), model));
            }
        });
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(Operation::getRequestBody)
                .filter(body -> body != null && body.getContent() != null)
                .flatMap(body -> body.getContent().values().stream())
                .filter(content -> content.getExample() != null)
                .forEach(content -> content.setExample(named(content.getExample(), model)));
    }

    /** Examples are kept by a Jackson other than ours, or as text; text is what both understand. */
    private static Object named(Object example, String model) {
        String text = example.toString();
        if (!text.strip().startsWith("{")) {
            return example;
        }
        JsonNode body = JSON.readTree(text);
        if (!(body instanceof ObjectNode object) || !object.path(MODEL).isString()) {
            return example;
        }
        object.put(MODEL, model);
        return JSON.convertValue(object, Map.class);
    }
}
