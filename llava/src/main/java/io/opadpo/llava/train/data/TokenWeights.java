package io.opadpo.llava.train.data;

import io.opadpo.llava.train.data.Report.Sentence;

/**
 * How much the tokens of a sentence weigh in the objective.
 *
 * @param score by how wrong the sentence was: 1 → 2.5, 2 → 2.0, 3 → 1.5, 4 or no score → 1.0
 * @param image 3.0 where the image was misread, else 1.0
 */
record TokenWeights(float score, float image) {

    /** Of text that no sentence of a report accounts for, such as what the corrector added. */
    static final TokenWeights NEUTRAL = new TokenWeights(1.0f, 1.0f);

    private static final float IMAGE_ERROR = 3.0f;

    static TokenWeights of(Sentence sentence) {
        return new TokenWeights(
                switch (sentence.score().orElse(Sentence.MAX_SCORE)) {
                    case 1 -> 2.5f;
                    case 2 -> 2.0f;
                    case 3 -> 1.5f;
                    default -> 1.0f;
                },
                sentence.errorType() == ErrorType.IMAGE_RECOGNITION_ERROR ? IMAGE_ERROR : 1.0f);
    }
}
