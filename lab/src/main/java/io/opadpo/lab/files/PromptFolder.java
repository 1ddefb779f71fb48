package io.opadpo.lab.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Pictures with questions and standard answers, as a prompt set takes them. */
public final class PromptFolder {

    private PromptFolder() {}

    /** Writes {@code images}, {@code prompts.jsonl} and the truth, {@code scenes.jsonl}. */
    public static void write(Path folder, List<LabSample> samples) throws IOException {
        Pictures.write(folder, samples);
        JsonLines.write(
                folder.resolve("prompts.jsonl"),
                samples,
                sample -> JsonLines.object()
                        .put("id", sample.id())
                        .put("image", Pictures.FOLDER + "/" + sample.image())
                        .put("question", sample.question().text())
                        .put("standard", sample.standard()));
        SceneFile.write(folder.resolve("scenes.jsonl"), samples);
    }
}
