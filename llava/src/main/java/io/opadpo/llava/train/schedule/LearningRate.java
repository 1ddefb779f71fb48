package io.opadpo.llava.train.schedule;

/**
 * The learning rate of every step: a linear warm-up, then a decay. The formulas are those of
 * {@code get_cosine_schedule_with_warmup}, {@code get_linear_schedule_with_warmup} and
 * {@code get_constant_schedule_with_warmup} in transformers; past {@code totalSteps} they go on, so the cosine rises
 * again there.
 *
 * <p>A step here is one advance of the scheduler, and the caller decides what that is. OPA advances once per optimiser
 * step. OPA-DPO's reference advances once per outer step: all optimiser steps of an outer step share its rate, and
 * {@code totalSteps} and the warm-up count outer steps. With any warm-up the rate of step 0 is zero, so the first outer
 * step of OPA-DPO changes nothing.
 *
 * @param decay what follows the warm-up
 * @param peak the rate at the end of the warm-up
 * @param warmup how long the rate climbs
 * @param totalSteps advances in the whole training
 */
public record LearningRate(Decay decay, double peak, Warmup warmup, long totalSteps) {

    public LearningRate {
        if (!(peak >= 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException("Learning rate must be finite and not negative: " + peak);
        }
        if (totalSteps < 1) {
            throw new IllegalArgumentException("A training has at least one step: " + totalSteps);
        }
    }

    /** The rate of a step, counted from 0. */
    public double at(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("Steps are counted from 0: " + step);
        }
        return peak * factor(step);
    }

    private double factor(long step) {
        long warm = warmup.steps(totalSteps);
        if (step < warm) {
            return (double) step / (double) warm;
        }
        return decay.factor((double) (step - warm), (double) (totalSteps - warm));
    }
}
