package io.opadpo.llava.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** LLaMA's own vocabulary, where it is at hand. */
class LlamaVocabularyTest {

    @Test
    void encodesAsSentencePieceDoes() {
        try (Tokenizer tokenizer = TokenizerFixtures.llama()) {
            assertThat(tokenizer.vocabSize()).isEqualTo(32_000);
            assertThat(tokenizer.padId()).isZero();
            for (JsonNode golden : GoldenCases.llama()) {
                String text = golden.get("text").stringValue();
                int[] ids = StreamSupport.stream(golden.get("ids").spliterator(), false)
                        .mapToInt(JsonNode::intValue)
                        .toArray();
                assertThat(tokenizer.encode(text)).as(text).isEqualTo(ids);
                assertThat(tokenizer.decode(ids)).isEqualTo(text);
            }
        }
    }
}
