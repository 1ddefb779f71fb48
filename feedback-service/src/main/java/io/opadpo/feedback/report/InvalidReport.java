package io.opadpo.feedback.report;

/** A reply that is no report on the answer. The message says what is wrong, so that its author can mend it. */
public final class InvalidReport extends RuntimeException {
    private final String problem;

    InvalidReport(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }
}
