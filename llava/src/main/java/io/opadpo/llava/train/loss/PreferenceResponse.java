package io.opadpo.llava.train.loss;

/** The answers of a preference sample whose log-probabilities enter the loss. */
public enum PreferenceResponse {
    /** The dataset's preferred answer, given the image. */
    STANDARD("standard_logprobs"),
    /** The answer that the policy gave itself. */
    ORIGINAL("original_logprobs"),
    /** The policy's answer with its hallucinations corrected, given the image. */
    REVISED("AI_logprobs"),
    /** The tokens of {@link #STANDARD}, given the masked image. */
    MASKED_STANDARD("standard_mask_logprobs"),
    /** The tokens of {@link #REVISED}, given the masked image. */
    MASKED_REVISED("AI_mask_logprobs");

    private final String statistic;

    PreferenceResponse(String statistic) {
        this.statistic = statistic;
    }

    /** Whether the answer is scored with the masked image. */
    public boolean masked() {
        return this == MASKED_STANDARD || this == MASKED_REVISED;
    }

    /** The answer with the same tokens that is scored with the clean image. */
    public PreferenceResponse clean() {
        return switch (this) {
            case MASKED_STANDARD -> STANDARD;
            case MASKED_REVISED -> REVISED;
            default -> this;
        };
    }

    /** The reference's name for it. */
    String statistic() {
        return statistic;
    }
}
