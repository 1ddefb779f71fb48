package io.opadpo.jobs.worker;

/** Ends a run that is to stop. Handlers let it through. */
public final class StopRun extends RuntimeException {
    private final StopReason reason;

    StopRun(StopReason reason) {
        super("The run is to stop: " + reason);
        this.reason = reason;
    }

    /** Why. */
    public StopReason reason() {
        return reason;
    }
}
