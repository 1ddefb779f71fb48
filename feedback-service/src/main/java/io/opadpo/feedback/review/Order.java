package io.opadpo.feedback.review;

/** In which order corrections are listed. */
enum Order {
    ID,
    /** Those with the lowest score of a sentence first; those without a report last. */
    SCORE
}
