package io.opadpo.feedback.review;

/** Which corrections are listed, by what people made of them. */
enum ReviewFilter {
    /** All but rejected ones. */
    USABLE,
    UNREVIEWED,
    ACCEPTED,
    EDITED,
    REJECTED,
    ALL
}
