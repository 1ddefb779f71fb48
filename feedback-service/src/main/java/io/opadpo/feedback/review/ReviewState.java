package io.opadpo.feedback.review;

/** What somebody made of a correction. */
enum ReviewState {
    /** It stands as it is. */
    ACCEPTED,
    /** It stands with another report. */
    EDITED,
    /** It is of no use. */
    REJECTED
}
