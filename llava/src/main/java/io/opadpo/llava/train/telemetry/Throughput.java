package io.opadpo.llava.train.telemetry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast training goes and how long it will take. Tokens, samples, steps and seconds are each summed with weights that
 * fade by {@value #KEEP} per step, and the rates are quotients of these sums: recent steps count most, long steps count
 * by their length, and there is no start-up bias. Not thread-safe.
 */
public final class Throughput {

    private static final double KEEP = 0.95;

    private final Clock clock;
    private final long totalSteps;
    private State sums;
    private Instant last;

    private Throughput(Clock clock, long totalSteps, State sums) {
        this.clock = clock;
        this.totalSteps = totalSteps;
        this.sums = sums;
        this.last = clock.instant();
    }

    /** Starts to measure now. */
    public static Throughput start(Clock clock, long totalSteps) {
        return resume(clock, totalSteps, new State(0, 0, 0, 0, 0));
    }

    /** Goes on measuring now; the time since {@code state} was taken does not count. */
    public static Throughput resume(Clock clock, long totalSteps, State state) {
        return new Throughput(clock, totalSteps, state);
    }

    /** Leaves the time since the last step out of account, after an evaluation or a checkpoint. */
    public void skip() {
        last = clock.instant();
    }

    /**
     * Takes a finished step into account.
     *
     * @param step steps done, this one included
     * @param tokens positions the step computed
     * @param samples samples it trained on
     * @return the speed scalars of {@link Scalars}; only the time trained while the clock has not moved
     */
    public Map<String, Double> stepDone(long step, long tokens, long samples) {
        Instant now = clock.instant();
        // A clock that is set back must not give negative rates.
        double seconds = Math.max(0, Duration.between(last, now).toNanos() * 1e-9);
        last = now;
        sums = sums.plus(seconds, tokens, samples);
        Map<String, Double> scalars = new LinkedHashMap<>();
        if (sums.seconds > 0) {
            scalars.put(Scalars.TOKENS_PER_SECOND, sums.tokens / sums.seconds);
            scalars.put(Scalars.SAMPLES_PER_SECOND, sums.samples / sums.seconds);
            scalars.put(Scalars.ETA_SECONDS, Math.max(0, totalSteps - step) * sums.seconds / sums.steps);
        }
        scalars.put(Scalars.TRAINED_SECONDS, sums.trainedSeconds);
        return scalars;
    }

    /** What a checkpoint keeps. */
    public State state() {
        return sums;
    }

    /**
     * Faded sums over the steps so far.
     *
     * @param trainedSeconds all seconds of all steps, not faded
     */
    public record State(double tokens, double samples, double steps, double seconds, double trainedSeconds) {

        State plus(double stepSeconds, long stepTokens, long stepSamples) {
            return new State(
                    tokens * KEEP + stepTokens,
                    samples * KEEP + stepSamples,
                    steps * KEEP + 1,
                    seconds * KEEP + stepSeconds,
                    trainedSeconds + stepSeconds);
        }
    }
}
