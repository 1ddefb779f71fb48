package io.opadpo.llava.train.schedule;

import io.opadpo.llava.files.JsonFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What {@code src/test/resources/train/make.py} computed. */
final class GoldenSchedules {

    private static final Path FILE = Path.of("src/test/resources/train/golden.json");

    private GoldenSchedules() {}

    static List<JsonNode> of(String kind) {
        JsonNode cases = JsonFile.readObject(FILE, 1 << 20).path(kind);
        return StreamSupport.stream(cases.spliterator(), false).toList();
    }
}
