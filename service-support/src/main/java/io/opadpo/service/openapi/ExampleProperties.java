package io.opadpo.service.openapi;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What example bodies name, where it is not what they were written with.
 *
 * @param model a model that is there
 * @param owner whose newest things they name, so that they can be sent as they stand. Whoever may read the description
 *     of the API learns the ids of these things; so it is for demonstrations. The description has to be made anew for
 *     each reader then: {@code springdoc.cache.disabled=true}
 * @param bodies what else stands in the example of a schema, by the schema's name: a JSON object each, whose fields take the
 *     place of the example's own
 */
@ConfigurationProperties("opadpo.examples")
record ExampleProperties(
        @Nullable String model,
        @Nullable String owner,
        @DefaultValue Map<String, String> bodies) {

    /** @throws IllegalArgumentException naming a body that is no JSON object */
    Map<String, ObjectNode> parsedBodies() {
        Map<String, ObjectNode> parsed = new HashMap<>();
        bodies.forEach((schema, body) -> parsed.put(schema, object(schema, body)));
        return parsed;
    }

    private static ObjectNode object(String schema, String body) {
        try {
            if (JsonMapper.shared().readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException(problem(schema), e);
        }
        throw new IllegalArgumentException(problem(schema));
    }

    private static String problem(String schema) {
        return "opadpo.examples.bodies." + schema + " is not a JSON object";
    }
}
