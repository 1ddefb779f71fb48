package io.opadpo.lab.files;

import io.opadpo.lab.scene.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is to be seen in pictures, by the SHA-256 of their bytes; an object to a line. */
public final class SceneFile {

    private SceneFile() {}

    static void write(Path file, List<LabSample> samples) throws IOException {
        JsonLines.write(file, samples, sample -> {
            ObjectNode line = JsonLines.object().put("sha256", sha256(sample.png()));
            line.set("scene", JsonLines.JSON.valueToTree(sample.scene()));
            return line;
        });
    }

    /**
     * Reads a file.
     *
     * @return scenes by the pictures' SHA-256, in lower-case hexadecimal digits
     * @throws IOException if it cannot be read; the message names the line that is wrong
     */
    public static Map<String, Scene> read(Path file) throws IOException {
        Map<String, Scene> scenes = new HashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode json = JsonLines.JSON.readTree(line);
                scenes.put(json.path("sha256").asString(), JsonLines.JSON.treeToValue(json.path("scene"), Scene.class));
            }
        } catch (JacksonException e) {
            throw new IOException(file + ", line " + (scenes.size() + 1) + ": not a scene", e);
        }
        return scenes;
    }

    /** The name by which a picture is known. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
