package io.opadpo.llava.train.loss;

/**
 * Which of the corrector's token weights count.
 *
 * @param scores each sentence's score weighs its tokens in the pair revised over original: the worse the error, the
 *     harder the push
 * @param images tokens of image recognition errors weigh more in the pair revised over masked revised
 */
public record TokenWeights(boolean scores, boolean images) {

    /** Both, the reference's setting. */
    public static final TokenWeights ALL = new TokenWeights(true, true);

    /** Every token weighs 1. */
    public static final TokenWeights NONE = new TokenWeights(false, false);
}
