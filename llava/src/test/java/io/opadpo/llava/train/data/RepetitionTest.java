package io.opadpo.llava.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepetitionTest {

    @ParameterizedTest
    @CsvSource({
        "A cat. A dog. A cat., A cat",
        "A cat. A dog. A cat. And a bi, A cat",
        "There is a cat. is a cat., is a cat",
        "A cat. A cat..., A cat",
        "A cat. A dog. . A dog. ., A dog",
        "A cat. A dog., ",
        "A cat., ",
        "A cat. a dog... , ",
        "..., ",
        "no full stop no full stop, ",
        "'', "
    })
    void theLastFullSentence(String answer, String repeated) {
        assertThat(Repetition.lastSentence(answer).orElse(null)).isEqualTo(repeated);
    }

    @Test
    void theLastWordMayOccurThirtyTimesBefore() {
        assertThat(Repetition.lastWord("very ".repeat(31))).isEmpty();
        assertThat(Repetition.lastWord("very\n".repeat(32))).contains("very");
        assertThat(Repetition.lastWord("very ".repeat(40) + "tall")).isEmpty();
        assertThat(Repetition.lastWord("a b ".repeat(32))).contains("b");
        assertThat(Repetition.lastWord("")).isEmpty();
    }

    @Test
    void longRunsTakeNoTime() {
        String dots = ". ".repeat(PreferenceSample.MAX_TEXT / 2);
        assertThat(Repetition.lastSentence(dots)).isEmpty();
    }
}
