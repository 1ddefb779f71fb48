package io.opadpo.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One object of Kubernetes.
 *
 * @param source the file it is from
 */
record Manifest(String source, JsonNode content) {
    private static final YAMLMapper YAML = new YAMLMapper();

    String kind() {
        return content.path("kind").asString("");
    }

    String name() {
        return content.path("metadata").path("name").asString("");
    }

    @Override
    public String toString() {
        return source + " " + kind() + "/" + name();
    }

    /** Every object of a text, which may hold several. */
    static List<Manifest> parse(String source, String text) {
        List<Manifest> all = new ArrayList<>();
        YAML.readerFor(JsonNode.class).<JsonNode>readValues(text).forEachRemaining(document -> {
            // What comes from a JSON patch are operations, not objects.
            if (!document.has("op")) {
                all.add(new Manifest(source, document));
            }
        });
        return all;
    }

    /** The YAML files of a folder of this module, without its subfolders. */
    static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Manifest> read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
