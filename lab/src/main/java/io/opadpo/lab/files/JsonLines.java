package io.opadpo.lab.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes an object to a line. */
final class JsonLines {

    static final JsonMapper JSON = JsonMapper.shared();

    private JsonLines() {}

    static <T> void write(Path file, List<T> items, Function<T, ? extends JsonNode> line) throws IOException {
        Files.write(
                file,
                items.stream()
                        .map(item -> JSON.writeValueAsString(line.apply(item)))
                        .toList());
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
