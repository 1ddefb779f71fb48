package io.opadpo.llava.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TinyHuggingFaceTest extends TokenizerContract {

    @Override
    Tokenizer load() {
        return TokenizerFixtures.tinyHuggingFace();
    }

    @Test
    void agreesWithSentencePieceOnAnyText() {
        long seed = 13;
        Random random = new Random(seed);
        try (Tokenizer json = load();
                Tokenizer model = TokenizerFixtures.tinySentencePiece()) {
            for (int i = 0; i < 500; i++) {
                String text = TokenizerFixtures.randomText(random);
                assertThat(json.encode(text)).as("seed %d: %s", seed, text).isEqualTo(model.encode(text));
            }
        }
    }

    @Test
    void countsTheTokensTheCheckpointAdded() {
        try (Tokenizer json = load();
                Tokenizer model = TokenizerFixtures.tinySentencePiece()) {
            assertThat(model.vocabSize()).isEqualTo(400);
            assertThat(model.padId()).isEqualTo(0);
            assertThat(json.vocabSize()).isEqualTo(402);
            assertThat(json.padId()).isEqualTo(401);
            assertThat(json.pieceId("<image>")).hasValue(400);
        }
    }
}
