package io.opadpo.feedback.calls;

/** What is known of a request to a judge. */
enum CallState {
    /** Under way. */
    OPEN,
    /** Its reply is here. */
    PAID,
    /** Refused, or it never got there. */
    FREE,
    /** No whole reply came; it may have been charged all the same. */
    UNKNOWN,
    /** The process that sent it is no more. */
    LOST
}
