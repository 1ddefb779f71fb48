package io.opadpo.k8s;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Kubernetes' own schemas, for the kinds that are used here, and what is used of prometheus-operator's. Fields that they do not
 * know are errors.
 */
final class Schemas {
    private static final JsonNode SCHEMAS = load();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private Schemas() {}

    /** What is wrong with a whole object. */
    static List<String> errors(Manifest manifest) {
        return errors(manifest, SCHEMAS.path("$defs"));
    }

    /** What is wrong with a part of an object: the same, but for what is not in it. */
    static List<String> errorsOfPatch(Manifest manifest) {
        JsonNode definitions = SCHEMAS.path("$defs").deepCopy();
        forgiving(definitions);
        return errors(manifest, definitions);
    }

    private static List<String> errors(Manifest manifest, JsonNode definitions) {
        String root = SCHEMAS.path("kinds").path(manifest.kind()).asString("");
        if (root.isEmpty()) {
            return List.of("no schema for the kind " + manifest.kind());
        }
        ObjectNode schema = JsonMapper.shared().createObjectNode().put("$ref", "#/$defs/" + root);
        schema.set("$defs", definitions);
        return REGISTRY.getSchema(schema).validate(manifest.content()).stream()
                .map(Error::toString)
                .toList();
    }

    private static void forgiving(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("required").isArray()) {
            object.remove("required");
        }
        node.forEach(Schemas::forgiving);
    }

    private static JsonNode load() {
        ObjectNode all = JsonMapper.shared().createObjectNode();
        for (String part : List.of("kinds", "$defs")) {
            ObjectNode merged = all.putObject(part);
            for (String file : List.of("kubernetes-1.37", "prometheus-operator")) {
                merged.setAll((ObjectNode) read("/schemas/" + file + ".json").path(part));
            }
        }
        return all;
    }

    private static JsonNode read(String resource) {
        try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
