package io.opadpo.trainer.evaluation;

import io.opadpo.trainer.benchmark.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Confidence intervals by resampling pictures: Efron's percentile bootstrap with {@value #RESAMPLES} resamples. Pictures,
 * not answers, because answers about the same picture are not independent.
 *
 * <p>The resamples depend on the seed and the number of pictures only, so policies that answered the same questions are
 * resampled alike, and the interval of their difference is that of paired samples.
 */
final class Bootstrap {

    static final int RESAMPLES = 1000;

    private final List<Metric> metrics;
    private final long seed;

    Bootstrap(List<Metric> metrics, long seed) {
        this.metrics = metrics;
        this.seed = seed;
    }

    /**
     * A policy's metrics.
     *
     * @param values of all pictures, by metric
     * @param resampled by metric and resample
     */
    record Sampled(double[] values, double[][] resampled) {}

    Sampled sample(CountTable table) {
        int pictures = table.size();
        double[] values = values(table.over(IntStream.range(0, pictures).toArray()));
        double[][] resampled = new double[metrics.size()][RESAMPLES];
        Random random = new Random(seed);
        int[] chosen = new int[pictures];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < pictures; j++) {
                chosen[j] = random.nextInt(pictures);
            }
            double[] drawn = values(table.over(chosen));
            for (int metric = 0; metric < drawn.length; metric++) {
                resampled[metric][i] = drawn[metric];
            }
        }
        return new Sampled(values, resampled);
    }

    private double[] values(Metric.Sums sums) {
        return metrics.stream()
                .mapToDouble(metric -> metric.formula().applyAsDouble(sums))
                .toArray();
    }

    /** Each metric with its interval. */
    Map<String, Estimate> estimates(Sampled policy) {
        return byMetric(metric -> Estimate.of(policy.values()[metric], policy.resampled()[metric]));
    }

    /** How much more each metric is than a base's. */
    Map<String, Estimate> differences(Sampled policy, Sampled base) {
        return byMetric(metric -> Estimate.of(
                policy.values()[metric] - base.values()[metric],
                IntStream.range(0, RESAMPLES)
                        .mapToDouble(i -> policy.resampled()[metric][i] - base.resampled()[metric][i])
                        .toArray()));
    }

    private Map<String, Estimate> byMetric(IntFunction<Estimate> estimate) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (int metric = 0; metric < metrics.size(); metric++) {
            estimates.put(metrics.get(metric).name(), estimate.apply(metric));
        }
        return estimates;
    }
}
