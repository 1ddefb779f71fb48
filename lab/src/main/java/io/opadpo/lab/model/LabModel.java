package io.opadpo.lab.model;

import io.opadpo.lab.files.SceneFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** The built-in model: LLaVA-1.5's architecture with a million weights, which describes scenes fluently and wrongly. */
public final class LabModel {

    /** What requests call it. */
    public static final String NAME = "llava-lab";

    private static final List<String> FILES = List.of(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "preprocessor_config.json",
            "processor_config.json",
            "tokenizer.json",
            "tokenizer_config.json");

    private LabModel() {}

    /** The first digits of the SHA-256 of its weights. */
    public static String version() {
        try (InputStream in = LabModel.class.getResourceAsStream("/llava-lab/model.safetensors")) {
            return SceneFile.sha256(Objects.requireNonNull(in, "weights").readAllBytes())
                    .substring(0, 12);
        } catch (IOException e) {
            throw new UncheckedIOException("The built-in model cannot be read", e);
        }
    }

    /** Writes the model's folder, in Hugging Face's layout, unless it is there. */
    public static void unpack(Path folder) throws IOException {
        if (Files.exists(folder)) {
            return;
        }
        Path part = Files.createDirectories(folder.resolveSibling(folder.getFileName() + ".part"));
        for (String file : FILES) {
            try (InputStream in = LabModel.class.getResourceAsStream("/llava-lab/" + file)) {
                Files.copy(Objects.requireNonNull(in, file), part.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    }
}
