package io.opadpo.lab.files;

import io.opadpo.lab.text.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A benchmark in POPE's format: pictures and questions for yes or no. */
public final class PopeFolder {

    private PopeFolder() {}

    /**
     * Writes {@code images} and {@code scenes.jsonl}.
     *
     * @param samples with questions for yes or no
     */
    public static void write(Path folder, List<LabSample> samples) throws IOException {
        Pictures.write(folder, samples);
        JsonLines.write(
                folder.resolve("scenes.jsonl"),
                samples,
                sample -> JsonLines.object()
                        .put("question_id", Integer.parseInt(sample.id()))
                        .put("image", sample.image())
                        .put("text", sample.question().text())
                        .put("label", sample.standard().equals(Question.Exists.YES) ? "yes" : "no"));
    }
}
