package io.opadpo.llava.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.Masked;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.prompt.Prompt;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Image positions without rows against transformers' answers with those positions in its attention mask, fp32 on CPU. */
class HiddenImageTest {

    private static final Offset<Float> TOLERANCE = Offset.offset(2e-4f);
    private static final Offset<Float> SAME = Offset.offset(2e-5f);

    private static LlavaModel model;
    private static LoraAdapter adapter;
    private static Scorer scorer;

    @BeforeAll
    static void load() {
        model = TinyLlava.load();
        adapter = TinyLlava.adapter(model);
        scorer = new Scorer(model, 10_000);
    }

    @AfterAll
    static void close() {
        model.release(adapter);
        adapter.close();
        model.close();
    }

    private static ScoringSample sample(int i, VisionFeatures image) {
        Fixtures.Row row = Fixtures.row(i);
        return new ScoringSample("row " + i, row.prompt(), image, List.of(row.response()));
    }

    private static VisionFeatures image(int i) {
        return scorer.encode(List.of(Fixtures.row(i).pixels()), adapter).get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void logProbsAndEntropiesMatch(int i) {
        try (VisionFeatures image = image(i)) {
            ScoringSample whole = sample(i, image).withEntropies();
            ScoringSample hidden = whole.withImageRows(Masked.kept());
            List<List<float[]>> values = scorer.logProbs(List.of(whole, hidden), adapter);
            assertThat(values.get(0).get(1)).containsExactly(Masked.floats("entropies_" + i), TOLERANCE);
            assertThat(values.get(1).get(0)).containsExactly(Masked.floats("hidden_logprobs_" + i), TOLERANCE);
            assertThat(values.get(1).get(1)).containsExactly(Masked.floats("hidden_entropies_" + i), TOLERANCE);
            // The golden values tell hidden from whole.
            float[] scores = values.get(0).get(0);
            assertThat(Math.abs(scores[1] - values.get(1).get(0)[1])).isGreaterThan(10 * TOLERANCE.value);
            assertThat(scorer.logProbs(List.of(sample(i, image)), adapter)
                            .get(0)
                            .get(0))
                    .containsExactly(scores, SAME);
        }
    }

    @Test
    void aHiddenImageChangesNothingBesideIt() {
        try (VisionFeatures first = image(0);
                VisionFeatures second = image(1)) {
            List<int[]> responses = List.of(new int[] {77}, Fixtures.row(1).response(), new int[] {5, 9});
            ScoringSample many = new ScoringSample("many", Fixtures.row(1).prompt(), second, responses);
            List<ScoringSample> samples = List.of(
                    sample(0, first),
                    many.withImageRows(Masked.kept()),
                    sample(0, first).withImageRows(new int[] {3}),
                    many,
                    new ScoringSample("text", new Prompt(new int[] {1, 5, 6}, -1), null, responses));
            List<List<float[]>> together = scorer.logProbs(samples, adapter);
            for (int s = 0; s < samples.size(); s++) {
                List<float[]> alone =
                        scorer.logProbs(List.of(samples.get(s)), adapter).get(0);
                for (int r = 0; r < alone.size(); r++) {
                    assertThat(together.get(s).get(r)).containsExactly(alone.get(r), SAME);
                }
            }
        }
    }

    @Test
    void allRowsAreTheWholeImageAndNoneAreNone() {
        int[] all = new int[model.config().imageTokens()];
        for (int t = 0; t < all.length; t++) {
            all[t] = t;
        }
        try (VisionFeatures first = image(0);
                VisionFeatures second = image(1)) {
            ScoringSample whole = sample(0, first);
            assertThat(score(whole.withImageRows(all))).containsExactly(score(whole));
            // Without any row it does not matter which image it was.
            int[] none = {};
            assertThat(score(whole.withImageRows(none)))
                    .containsExactly(score(sample(0, second).withImageRows(none)), SAME)
                    .isNotEqualTo(score(whole));
        }
    }

    private static float[] score(ScoringSample sample) {
        return scorer.logProbs(List.of(sample), adapter).get(0).get(0);
    }

    @Test
    void rowsThatMakeNoSenseAreRefused() {
        try (VisionFeatures image = image(0)) {
            for (int[] rows : new int[][] {{1, 1}, {2, 1}, {-1}, {64}}) {
                assertThatThrownBy(() -> score(sample(0, image).withImageRows(rows)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("below 64");
            }
            ScoringSample endsWithImage =
                    new ScoringSample("end", new Prompt(new int[] {1, 5}, 2), image, List.of(new int[] {7}));
            assertThatThrownBy(() -> score(endsWithImage.withImageRows(new int[] {0})))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("predicts the response");
            assertThat(score(endsWithImage.withImageRows(new int[] {63}))).hasSize(1);
            ScoringSample text = new ScoringSample("text", new Prompt(new int[] {1}, -1), null, List.of(new int[] {7}));
            assertThatThrownBy(() -> text.withImageRows(new int[] {0}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sample text");
            assertThatThrownBy(() -> scorer.logProbs(List.of(text, text.withEntropies()), adapter))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("entropies");
        }
    }
}
