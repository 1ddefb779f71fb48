package io.opadpo.llava.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntropyLossTest {

    private static final MaskedResponse LONG = new MaskedResponse(
            "long", new float[] {-1, -2}, new float[] {3, 1}, new float[] {-2, -4}, new float[] {4, 4});
    private static final MaskedResponse SHORT =
            new MaskedResponse("short", new float[] {-3}, new float[] {2}, new float[] {-5}, new float[] {1.5f});
    private static final List<MaskedResponse> BOTH = List.of(LONG, SHORT);

    @Test
    void lossIsLikelihoodAndEntropiesByTheirOwnMeans() {
        var value = EntropyLoss.compute(BOTH, 3, 2, 0.5);
        // Long: (4 − 8) / 2 = −2, short: 2 − 1.5.
        assertThat(value.loss()).isEqualTo(6.0 / 3 + 0.5 * (-2 + 0.5) / 2);
        assertThat(value.statistics().values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("loss/nll", 2.0, "loss/mask_nll", 11.0 / 3, "loss/entropy", -0.75));
    }

    @Test
    void microBatchesAddUpToTheBatch() {
        var first = EntropyLoss.compute(BOTH.subList(0, 1), 3, 2, 0.5);
        var second = EntropyLoss.compute(BOTH.subList(1, 2), 3, 2, 0.5);
        var whole = EntropyLoss.compute(BOTH, 3, 2, 0.5);
        LossStatistics statistics = new LossStatistics();
        statistics.merge(first.statistics());
        statistics.merge(EntropyLoss.compute(List.of(), 3, 2, 0.5).statistics());
        statistics.merge(second.statistics());
        assertThat(first.loss() + second.loss()).isCloseTo(whole.loss(), within(1e-12));
        assertThat(statistics.values()).isEqualTo(whole.statistics().values());
    }

    @Test
    void gradientIsTheDerivativeOfTheLoss() {
        var gradients = EntropyLoss.compute(BOTH, 3, 2, 0.7).gradients();
        for (int i = 0; i < BOTH.size(); i++) {
            MaskedResponse.Gradients gradient = gradients.get(i);
            double[][] all = {
                gradient.policy(),
                gradient.entropies(),
                new double[gradient.policy().length],
                gradient.maskedEntropies()
            };
            for (int kind = 0; kind < all.length; kind++) {
                for (int t = 0; t < all[kind].length; t++) {
                    double difference = (shifted(i, kind, t, 1) - shifted(i, kind, t, -1)) / 2;
                    assertThat(all[kind][t])
                            .as("response %d, values %d, token %d", i, kind, t)
                            .isCloseTo(difference, within(1e-12));
                }
            }
        }
    }

    /** The loss, which is linear, with one value changed. */
    private static double shifted(int response, int kind, int token, float by) {
        MaskedResponse old = BOTH.get(response);
        float[][] values = {
            old.policy().clone(),
            old.entropies().clone(),
            old.maskedPolicy().clone(),
            old.maskedEntropies().clone()
        };
        values[kind][token] += by;
        List<MaskedResponse> changed = new ArrayList<>(BOTH);
        changed.set(response, new MaskedResponse(old.id(), values[0], values[1], values[2], values[3]));
        return EntropyLoss.compute(changed, 3, 2, 0.7).loss();
    }

    @Test
    void valuesThatAreNotFiniteAreNamed() {
        float[] good = {1};
        float[] bad = {Float.NaN};
        List<MaskedResponse> responses = List.of(
                new MaskedResponse("a", bad, good, good, good),
                new MaskedResponse("b", good, bad, good, good),
                new MaskedResponse("c", good, good, bad, good),
                new MaskedResponse("d", good, good, good, bad),
                new MaskedResponse("e", good, good, good, good));
        assertThatThrownBy(() -> EntropyLoss.compute(responses, 5, 5, 1))
                .isInstanceOfSatisfying(
                        NonFiniteLossException.class,
                        e -> assertThat(e.samples()).containsExactly("a", "b", "c", "d"))
                .hasMessageContaining("sample d, masked entropy at token 0 is NaN");
    }

    @Test
    void countsThatCannotBeAreTheCallersError() {
        assertThatThrownBy(() -> EntropyLoss.compute(BOTH, 3, 1, 1)).hasMessageContaining("batchSequences is 1");
        assertThatThrownBy(() -> EntropyLoss.compute(BOTH, 2, 2, 1)).hasMessageContaining("batchTokens is 2");
        assertThatThrownBy(() -> EntropyLoss.compute(List.of(), 1, 0, 1)).hasMessageContaining("batchSequences is 0");
        assertThatThrownBy(() -> EntropyLoss.compute(BOTH, 3, 2, -1)).hasMessageContaining("coefficient is -1.0");
        assertThatThrownBy(() -> new MaskedResponse("x", new float[1], new float[2], new float[1], new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
