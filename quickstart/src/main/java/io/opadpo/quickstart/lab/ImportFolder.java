package io.opadpo.quickstart.lab;

import io.opadpo.lab.files.LabSample;
import io.opadpo.lab.files.PromptFolder;
import io.opadpo.quickstart.job.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A few scenes in each form that can be imported, for the examples of the API. */
public final class ImportFolder {

    private ImportFolder() {}

    /**
     * Writes what is not there yet: pictures ({@code samples}), questions ({@code prompts}), and results as the method's
     * published code leaves them ({@code published}).
     */
    public static void write(Path folder, List<LabSample> samples) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("samples"), part -> Prompts.of(samples).write(part));
        write(folder.resolve("prompts"), part -> PromptFolder.write(part, samples));
        write(folder.resolve("published"), part -> {
            ArrayNode rollouts = JsonMapper.shared().createArrayNode();
            samples.forEach(sample -> rollouts.add(rollout(sample)));
            Files.write(part.resolve("step0_rank0.json"), JsonMapper.shared().writeValueAsBytes(rollouts));
        });
    }

    private interface Writer {
        void write(Path folder) throws IOException;
    }

    private static void write(Path folder, Writer writer) throws IOException {
        if (!Files.exists(folder)) {
            Path part = folder.resolveSibling(folder.getFileName() + ".part");
            FileSystemUtils.deleteRecursively(part);
            writer.write(Files.createDirectories(part));
            Files.move(part, folder);
        }
    }

    /** An answer that needed no correction. */
    private static ObjectNode rollout(LabSample sample) {
        String answer = sample.standard();
        ObjectNode report = JsonMapper.shared().createObjectNode().put("image_description", answer);
        String[] sentences = answer.split("(?<=[.]) ");
        for (int i = 0; i < sentences.length; i++) {
            report.putObject(Integer.toString(i))
                    .put("copied_content", sentences[i])
                    .put("score", 4)
                    .put("error_type", "correct")
                    .put("rewritten_content", sentences[i])
                    .put("reason", "The image shows it.")
                    .putArray("object");
        }
        return JsonMapper.shared()
                .createObjectNode()
                .put("query", "<image>\n" + sample.question().text())
                .put("image_id", sample.id())
                .put("image_bytes", Base64.getEncoder().encodeToString(sample.png()))
                .put("standard_response", answer)
                .put("original_generate_response", answer)
                .put("AI_generate_response", answer)
                .put("AI_pseudo_response", answer)
                .put("AI_json_report", JsonMapper.shared().writeValueAsString(report));
    }
}
