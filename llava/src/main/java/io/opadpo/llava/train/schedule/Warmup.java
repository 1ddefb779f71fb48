package io.opadpo.llava.train.schedule;

/** How long the learning rate climbs from zero to its peak. */
public sealed interface Warmup {

    /** Steps of warm-up in a training of {@code totalSteps}. */
    long steps(long totalSteps);

    static Warmup none() {
        return new Steps(0);
    }

    static Warmup ofSteps(long steps) {
        return new Steps(steps);
    }

    /** A share of all steps, rounded up as {@code TrainingArguments.get_warmup_steps} of transformers does. */
    static Warmup ofRatio(double ratio) {
        return new Ratio(ratio);
    }

    /** A fixed number of steps. */
    record Steps(long count) implements Warmup {

        public Steps {
            if (count < 0) {
                throw new IllegalArgumentException("Warm-up steps must not be negative: " + count);
            }
        }

        @Override
        public long steps(long totalSteps) {
            return count;
        }
    }

    /** A share of all steps. */
    record Ratio(double ratio) implements Warmup {

        public Ratio {
            if (!(ratio >= 0 && ratio <= 1)) {
                throw new IllegalArgumentException("Warm-up ratio must be within [0, 1]: " + ratio);
            }
        }

        @Override
        public long steps(long totalSteps) {
            return (long) Math.ceil(totalSteps * ratio);
        }
    }
}
