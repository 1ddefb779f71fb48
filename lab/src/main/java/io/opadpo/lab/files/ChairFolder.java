package io.opadpo.lab.files;

import io.opadpo.lab.scene.Kind;
import io.opadpo.lab.scene.Thing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A benchmark of CHAIR's kind: pictures, a question to each, the objects that are there, and the names of all objects. */
public final class ChairFolder {

    private ChairFolder() {}

    /** Writes {@code images}, {@code questions.jsonl}, {@code objects.jsonl} and {@code synonyms.txt}. */
    public static void write(Path folder, List<LabSample> samples) throws IOException {
        Pictures.write(folder, samples);
        JsonLines.write(
                folder.resolve("questions.jsonl"),
                samples,
                sample -> JsonLines.object()
                        .put("id", sample.id())
                        .put("image", sample.image())
                        .put("question", sample.question().text()));
        JsonLines.write(folder.resolve("objects.jsonl"), samples, ChairFolder::objects);
        Files.write(
                folder.resolve("synonyms.txt"),
                Kind.all().stream().map(Kind::text).toList());
    }

    private static ObjectNode objects(LabSample sample) {
        ObjectNode line = JsonLines.object().put("image", sample.image());
        sample.scene().things().stream().map(Thing::kind).map(Kind::text).forEach(line.putArray("objects")::add);
        return line;
    }
}
