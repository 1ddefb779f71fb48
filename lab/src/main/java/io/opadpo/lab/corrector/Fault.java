package io.opadpo.lab.corrector;

/** How a request can go wrong. */
public enum Fault {
    /** It does not. */
    NONE,
    /** Status 429: come back later. */
    TOO_MANY_REQUESTS,
    /** Status 500. */
    SERVER_ERROR,
    /** A reply that is no report. */
    GARBAGE
}
