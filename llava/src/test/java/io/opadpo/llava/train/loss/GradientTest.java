package io.opadpo.llava.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Analytic gradients against differences of the loss. */
class GradientTest {

    private static final long SEED = 20250109;
    private static final float STEP = 1f / 1024;

    static Stream<String> variants() {
        return Variants.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void gradientIsTheDerivativeOfTheLoss(String variant) {
        OpaDpoOptions options = Variants.all().get(variant);
        OpaDpoLoss loss = new OpaDpoLoss(options);
        List<PreferenceLogProbs> samples = Samples.random(SEED, 2, 12);
        var gradients = loss.compute(samples, 3).gradients();
        for (int i = 0; i < samples.size(); i++) {
            assertThat(gradients.get(i)).containsOnlyKeys(options.responses());
            for (Map.Entry<PreferenceResponse, double[]> entry :
                    gradients.get(i).entrySet()) {
                for (int t = 0; t < entry.getValue().length; t++) {
                    double expected = derivative(loss, samples, i, entry.getKey(), t);
                    assertThat(entry.getValue()[t])
                            .as("seed %d, %s, sample %d, token %d", SEED, entry.getKey(), i, t)
                            .isCloseTo(expected, within(1e-6 * Math.abs(expected) + 1e-11));
                }
            }
        }
    }

    /** Two central differences, combined so that the error is of fourth order in the step. */
    private static double derivative(
            OpaDpoLoss loss, List<PreferenceLogProbs> samples, int sample, PreferenceResponse response, int token) {
        double[] losses = new double[5];
        for (int steps = -2; steps <= 2; steps++) {
            float[] policy = samples.get(sample).get(response).policy().clone();
            policy[token] += steps * STEP;
            losses[steps + 2] = with(loss, samples, sample, response, policy);
        }
        return (8 * (losses[3] - losses[1]) - (losses[4] - losses[0])) / (12 * STEP);
    }

    private static double with(
            OpaDpoLoss loss,
            List<PreferenceLogProbs> samples,
            int sample,
            PreferenceResponse response,
            float[] policy) {
        List<PreferenceLogProbs> changed = new ArrayList<>(samples);
        changed.set(sample, Samples.withPolicy(samples.get(sample), response, policy));
        return loss.compute(changed, 3).loss();
    }
}
