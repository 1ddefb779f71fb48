package io.opadpo.jobs.worker;

import java.time.Duration;
import java.util.List;

/** Several listeners as one. */
record RunListeners(List<RunListener> all) implements RunListener {
    @Override
    public void claimed(String kind) {
        all.forEach(listener -> listener.claimed(kind));
    }

    @Override
    public void ended(String kind, End end, Duration took) {
        all.forEach(listener -> listener.ended(kind, end, took));
    }

    @Override
    public void expired(int leases) {
        all.forEach(listener -> listener.expired(leases));
    }
}
