package io.opadpo.llava.generate;

import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.Tokenizers;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The small committed vocabulary. Ids of the tiny model beyond it have no text, which generation does not mind. */
final class TinyTokenizer {

    private TinyTokenizer() {}

    static Tokenizer load() {
        try {
            return Tokenizers.load(
                    Path.of(Objects.requireNonNull(TinyTokenizer.class.getResource("/tokenizer/sentencepiece"))
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The id of a byte's own piece, as SentencePiece numbers them behind the three special tokens. */
    static int byteId(byte value) {
        return 3 + Byte.toUnsignedInt(value);
    }
}
