package io.opadpo.llava.tokenizer;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;

/** Tokenizers that the tests of several packages use. */
public final class TokenizerFixtures {

    private static final String ALPHABET = "  aeinorst.,\n<>/s▁0é€😀猫\u0000THEthe";

    private TokenizerFixtures() {}

    static Path resource(String name) {
        try {
            return Path.of(
                    TokenizerFixtures.class.getResource("/tokenizer/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Folder of the fixtures; another one can be given by the system property. */
    public static Path fixtures() {
        return Path.of(System.getProperty("fixtures.dir"));
    }

    public static Tokenizer tinySentencePiece() {
        return Tokenizers.load(resource("sentencepiece"));
    }

    public static Tokenizer tinyHuggingFace() {
        return Tokenizers.load(resource("hugging-face"));
    }

    /** LLaMA's vocabulary is not ours to ship: tests that need it are skipped where it is missing. */
    public static Tokenizer llama() {
        Path folder = fixtures().resolve("llama-tokenizer");
        Assumptions.assumeTrue(Files.exists(folder.resolve("tokenizer.model")), "no LLaMA vocabulary in " + folder);
        return Tokenizers.load(folder);
    }

    /** Text full of what tokenizers trip over. */
    static String randomText(Random random) {
        int[] points = ALPHABET.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
