package io.opadpo.service.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes example bodies name things that are there. Which ones those are, only the installation knows. */
final class Examples implements GlobalOpenApiCustomizer {
    private static final JsonMapper JSON = new JsonMapper();

    private final ExampleValues values;
    private final Map<String, ObjectNode> bodies;

    /** @param bodies more fields of the examples of schemas, by the schemas' names */
    Examples(ExampleValues values, Map<String, ObjectNode> bodies) {
        this.values = values;
        this.bodies = bodies;
    }

    @Override
    public void customise(OpenAPI api) {
        api.getComponents().getSchemas().forEach((name, schema) -> {
            if (schema.getExample() != null) {
                ObjectNode more = bodies.getOrDefault(name, JSON.createObjectNode());
                schema.setExample(filled(schema.getExample(), more));
            }
        });
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(Operation::getRequestBody)
                .filter(body -> body != null && body.getContent() != null)
                .flatMap(body -> body.getContent().values().stream())
                .forEach(this::fill);
    }

    private void fill(MediaType content) {
        if (content.getExample() != null) {
            content.setExample(filled(content.getExample(), JSON.createObjectNode()));
        }
        if (content.getExamples() != null) {
            content.getExamples()
                    .values()
                    .forEach(example -> example.setValue(filled(example.getValue(), JSON.createObjectNode())));
        }
    }

    /** Examples are kept by a Jackson other than ours, or as text; text is what both understand. */
    private Object filled(Object example, ObjectNode more) {
        String text = example.toString().strip();
        if (!text.startsWith("{") || !(JSON.readTree(text) instanceof ObjectNode body)) {
            return example;
        }
        body.setAll(more);
        for (String field : List.copyOf(body.propertyNames())) {
            JsonNode old = body.path(field);
            values.of(field)
                    .filter(value -> value.getNodeType() == old.getNodeType())
                    .ifPresent(value -> body.set(field, value));
        }
        return JSON.convertValue(body, Map.class);
    }
}
