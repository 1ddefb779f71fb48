package io.opadpo.lab.prior;

import io.opadpo.lab.files.LabSample;
import io.opadpo.lab.files.LabSamples;
import io.opadpo.lab.text.QuestionMix;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the built-in model learns from: questions about scenes, answered by a careless teacher. */
public final class PretrainingData {

    private static final JsonMapper JSON = JsonMapper.shared();

    private PretrainingData() {}

    /**
     * Writes samples in the format of {@code llava train sft}, with their pictures inside.
     *
     * @param file JSON lines
     * @param seed of everything; ids start with it, so that files of several seeds can be joined
     * @param mix of the questions
     */
    public static void write(Path file, int count, long seed, QuestionMix mix) throws IOException {
        LabSamples samples = new LabSamples(seed, mix);
        Priors priors = new Priors(new Random(~seed));
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; i++) {
                LabSample sample = samples.next();
                String answer = sample.question().answer(priors.mistake(sample.scene()));
                out.write(JSON.writeValueAsString(line(seed + "-" + sample.id(), sample, answer)));
                out.newLine();
            }
        }
    }

    /** The format has an answer of the model and its correction, too, which plain imitation does not look at. */
    private static ObjectNode line(String id, LabSample sample, String answer) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("image", "data:image/png;base64," + Base64.getEncoder().encodeToString(sample.png()))
                .put("question", sample.question().text())
                .put("standard", answer)
                .put("original", answer)
                .put("revised", answer);
    }
}
