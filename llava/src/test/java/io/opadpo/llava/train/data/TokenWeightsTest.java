package io.opadpo.llava.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenWeightsTest {

    @ParameterizedTest
    @CsvSource({
        "1, IMAGE_RECOGNITION_ERROR, 2.5, 3",
        "2, LANGUAGE_COMPREHENSION_ERROR, 2, 1",
        "3, IMAGE_RECOGNITION_ERROR, 1.5, 3",
        "4, CORRECT, 1, 1"
    })
    void theWorseTheHeavier(int score, ErrorType type, float expected, float image) {
        assertThat(TokenWeights.of(Samples.sentence("", "", score, type))).isEqualTo(new TokenWeights(expected, image));
    }

    @Test
    void aMissingScoreIsNeutral() {
        Report.Sentence sentence = new Report.Sentence("", "", OptionalInt.empty(), ErrorType.CORRECT, List.of(), "");
        assertThat(TokenWeights.of(sentence)).isEqualTo(TokenWeights.NEUTRAL);
    }
}
