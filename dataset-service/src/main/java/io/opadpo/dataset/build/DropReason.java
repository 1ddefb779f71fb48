package io.opadpo.dataset.build;

/** Why a sample is left out, in the order in which the rules are applied. */
enum DropReason {
    /** A row or file of an import that cannot be read. */
    UNREADABLE,
    /** A human has rejected the report. */
    REJECTED,
    /** The corrector gave no report; if it failed, the detail says how. */
    NO_REPORT,
    /** The report is not of the form that a trainer can read. */
    BAD_REPORT,
    /** The original answer's last full sentence already occurs earlier in it. */
    REPEATED_SENTENCE,
    /** The original answer's last word occurs more than 30 times before. */
    REPEATED_WORD,
    /** The report leaves nothing of the answer. */
    EMPTY_REVISED,
    /** The standard or the original answer is empty, so that there is nothing to compare. */
    EMPTY_RESPONSE,
    /** Its image is not among the owner's. */
    NO_IMAGE,
    /** Its image's bytes are gone, or are others than they were. */
    BAD_IMAGE,
    /** An answer has more words than a trainer takes tokens. */
    OVER_LONG,
    /** An earlier sample has the same image, question and original answer. */
    DUPLICATE
}
