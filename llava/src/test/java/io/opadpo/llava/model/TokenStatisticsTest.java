package io.opadpo.llava.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.Variants;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.prompt.Prompt;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entropies and divergences against sums over the whole vocabulary, of which each token is scored by itself. */
class TokenStatisticsTest {

    private static final Offset<Double> TOLERANCE = Offset.offset(1e-4);
    private static final Prompt PROMPT = new Prompt(new int[] {1, 7, 12, 5}, 2);
    private static final int[] RESPONSE = {9, 4, 21, 2};

    private static LlavaModel model;
    private static LoraAdapter adapter;
    private static VisionFeatures image;
    private static VisionFeatures adaptedImage;
    private static Scorer scorer;

    @BeforeAll
    static void load() {
        model = TinyLlava.variant("grouped");
        adapter = TinyLlava.groupedAdapter(model);
        scorer = new Scorer(model, 1000, 3);
        List<float[]> pixels = List.of(Variants.pixels("grouped"));
        image = scorer.encode(pixels, null).get(0);
        adaptedImage = scorer.encode(pixels, adapter).get(0);
    }

    @AfterAll
    static void close() {
        image.close();
        adaptedImage.close();
        model.release(adapter);
        adapter.close();
        model.close();
    }

    private static ScoringSample sample(VisionFeatures seen, int[]... responses) {
        return new ScoringSample("sample", PROMPT, seen, List.of(responses));
    }

    /** Log-probabilities of all tokens at a place of the response. */
    private static double[] distribution(VisionFeatures seen, LoraAdapter of, int at) {
        int[][] each = IntStream.range(0, model.config().text().vocabSize())
                .mapToObj(token -> IntStream.range(0, at + 1)
                        .map(t -> t < at ? RESPONSE[t] : token)
                        .toArray())
                .toArray(int[][]::new);
        return scorer.logProbs(List.of(sample(seen, each)), of).get(0).stream()
                .mapToDouble(values -> values[at])
                .toArray();
    }

    @Test
    void everyTokensStatisticsAreThoseOfItsDistribution() {
        TokenStatistics found = scorer.statistics(
                        List.of(sample(adaptedImage, new int[] {3, 3}, RESPONSE)),
                        adapter,
                        List.of(sample(image, new int[] {3, 3}, RESPONSE)))
                .get(0)
                .get(1);
        for (int t = 0; t < RESPONSE.length; t++) {
            double[] p = distribution(adaptedImage, adapter, t);
            double[] q = distribution(image, null, t);
            double entropy = 0;
            double square = 0;
            double kl = 0;
            for (int i = 0; i < p.length; i++) {
                entropy -= Math.exp(p[i]) * p[i];
                square += Math.exp(p[i]) * p[i] * p[i];
                kl += Math.exp(p[i]) * (p[i] - q[i]);
            }
            assertThat((double) found.logProbs()[t]).isCloseTo(p[RESPONSE[t]], TOLERANCE);
            assertThat((double) found.entropies()[t]).isCloseTo(entropy, TOLERANCE);
            assertThat((double) found.variances()[t]).isCloseTo(square - entropy * entropy, TOLERANCE);
            assertThat((double) found.divergences()[t]).isCloseTo(kl, TOLERANCE);
            assertThat(kl).as("the adapter changes something").isGreaterThan(100 * TOLERANCE.value);
        }
    }

    @Test
    void theBaseModelDoesNotDivergeFromItself() {
        List<ScoringSample> samples = List.of(sample(image, RESPONSE));
        float[] divergences =
                scorer.statistics(samples, null, samples).get(0).get(0).divergences();
        assertThat(divergences).hasSize(RESPONSE.length).containsOnly(0f);
    }

    @Test
    void bothScoreTheSameResponses() {
        assertThatThrownBy(() -> scorer.statistics(
                        List.of(sample(image, RESPONSE)), null, List.of(sample(image, new int[] {9, 4, 21, 3}))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other responses");
    }
}
