package io.opadpo.llava.train.schedule;

/** What happens to the learning rate once it is warm. */
public enum Decay {
    /** Half a cosine wave, from the peak down to zero. */
    COSINE {
        @Override
        double factor(double step, double steps) {
            return Math.max(0.0, 0.5 * (1.0 + Math.cos(Math.PI * (step / Math.max(1, steps)))));
        }
    },
    /** A straight line from the peak down to zero. */
    LINEAR {
        @Override
        double factor(double step, double steps) {
            return Math.max(0.0, (steps - step) / Math.max(1, steps));
        }
    },
    /** The peak, for ever. */
    CONSTANT {
        @Override
        double factor(double step, double steps) {
            return 1.0;
        }
    };

    /**
     * The share of the peak that is left.
     *
     * @param step steps since the warm-up ended
     * @param steps steps from the end of the warm-up to the end of training
     */
    abstract double factor(double step, double steps);
}
