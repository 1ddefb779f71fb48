package io.opadpo.llava.train.telemetry;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one optimiser step was like. An evaluation after the step adds its results to the same record, so that there is
 * one record per step.
 *
 * @param step optimiser steps done, this one included: the first is 1
 * @param outerStep outer steps done, this one included; OPA-DPO's takes several optimiser steps, otherwise the same
 * @param epoch epochs done, with a fraction
 * @param time when the step ended
 * @param scalars named values in the order they were given, names as in {@link Scalars}; any double is allowed
 */
public record StepRecord(long step, long outerStep, double epoch, Instant time, Map<String, Double> scalars) {

    public StepRecord {
        if (step < 1 || outerStep < 1) {
            throw new IllegalArgumentException("Steps are counted from 1: " + step + ", outer " + outerStep);
        }
        scalars = Collections.unmodifiableMap(new LinkedHashMap<>(scalars));
    }

    /** This record with more scalars behind its own; a name it already has gets the new value. */
    public StepRecord with(Map<String, Double> more) {
        Map<String, Double> all = new LinkedHashMap<>(scalars);
        all.putAll(more);
        return new StepRecord(step, outerStep, epoch, time, all);
    }
}
