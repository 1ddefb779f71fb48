package io.opadpo.quickstart.standin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** The tests' small model as a folder that the trainer can load: 4.5 million random weights in LLaVA-1.5's layout. */
public final class StandInModel {

    /** What requests call it. */
    public static final String NAME = "stand-in-model";

    private static final List<String> FILES = List.of("config.json", "generation_config.json", "model.safetensors");
    private static final String TOKENIZER = "tokenizer.model";

    private StandInModel() {}

    /** Writes the model's folder, unless it is there. */
    public static void unpack(Path folder) throws IOException {
        if (Files.exists(folder)) {
            return;
        }
        Path part = Files.createDirectories(folder.resolveSibling(folder.getFileName() + ".part"));
        for (String file : FILES) {
            try (InputStream in = open("model/" + file)) {
                Files.copy(in, part.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (InputStream in = open("model/" + TOKENIZER)) {
            Files.write(part.resolve(TOKENIZER), StandInVocabulary.extend(in.readAllBytes()));
        }
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    static InputStream open(String resource) {
        String path = "/stand-in/" + resource;
        return Objects.requireNonNull(StandInModel.class.getResourceAsStream(path), path);
    }
}
