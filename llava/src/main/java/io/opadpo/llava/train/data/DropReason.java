package io.opadpo.llava.train.data;

/** Why a sample is not trained on, in the order in which the rules are applied. */
public enum DropReason {
    /** Its line is not JSON of the right form, or a text in it is longer than any answer. */
    UNREADABLE,
    /** Its report is not of the form asked for. */
    BAD_REPORT,
    /** An earlier sample has the same id, by which cached values are kept. */
    DUPLICATE_ID,
    /** The corrector gave no report. */
    NO_REPORT,
    /** The original answer's last full sentence already occurs earlier in it. */
    REPEATED_SENTENCE,
    /** The original answer's last word occurs more than 30 times before. */
    REPEATED_WORD,
    /** The report leaves nothing of the answer. */
    EMPTY_REVISED,
    /** The standard or the original answer is empty. */
    EMPTY_RESPONSE,
    /** It has no image, or the image's file is missing. */
    NO_IMAGE,
    /** The prompt has more tokens than allowed; the reference cuts it. */
    PROMPT_TOO_LONG,
    /** An answer has more tokens than allowed, eos included; the reference cuts it. */
    RESPONSE_TOO_LONG,
    /** Prompt and answer together have more positions than the model. */
    BEYOND_MODEL,
    /** Its image cannot be decoded. */
    BAD_IMAGE
}
