package io.opadpo.llava.train.loss;

/** What a loss term is taken at, and therefore what its mean is over. */
public enum Reduction {

    /**
     * At each token position: the t-th token of one answer is paired with the t-th token of the other, and the mean is
     * over samples and {@link OpaDpoOptions#paddedLength()} positions. Beyond the end of an answer its log-ratio is 0;
     * positions beyond both answers add a constant. This is what the published results come from.
     */
    TOKEN,

    /** At each answer: log-ratios are summed over an answer's tokens first, and the mean is over samples. */
    SEQUENCE
}
