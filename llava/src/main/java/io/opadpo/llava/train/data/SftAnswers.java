package io.opadpo.llava.train.data;

/** Which answers supervised training imitates. */
public enum SftAnswers {
    /** The data set's own and the corrected one: OPA. */
    STANDARD_AND_REVISED,
    /** The data set's own alone: the baseline without on-policy data. */
    STANDARD
}
