package io.opadpo.llava.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;

/** Loads the tokenizer of a model folder. */
public final class Tokenizers {

    private Tokenizers() {}

    /**
     * Reads {@code tokenizer.json} (Hugging Face) when the folder has one, else {@code tokenizer.model}
     * (SentencePiece). Both give the same ids for the same vocabulary.
     *
     * @throws TokenizerException when the folder has neither, or the file is damaged or not of LLaMA's kind
     */
    public static Tokenizer load(Path folder) {
        Path json = folder.resolve("tokenizer.json");
        if (Files.isRegularFile(json)) {
            return HuggingFaceReader.read(json);
        }
        Path model = folder.resolve("tokenizer.model");
        if (Files.isRegularFile(model)) {
            return SentencePieceReader.read(model);
        }
        throw new TokenizerException(folder + " has neither tokenizer.json nor tokenizer.model");
    }
}
