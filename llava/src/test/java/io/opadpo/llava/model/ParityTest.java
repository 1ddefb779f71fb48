package io.opadpo.llava.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.torch.Scope;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forward pass against transformers' and PEFT's own answers, fp32 on CPU. */
class ParityTest {

    private static final String GOLDEN = "golden.safetensors";
    private static final float LOG_PROB_TOLERANCE = 2e-4f;
    private static final double HIDDEN_TOLERANCE = 1e-3;

    private static LlavaModel model;
    private static LoraAdapter adapter;

    @BeforeAll
    static void load() {
        model = TinyLlava.loadAsGolden();
        adapter = TinyLlava.adapter(model);
    }

    @AfterAll
    static void close() {
        model.release(adapter);
        adapter.close();
        model.close();
    }

    @Test
    void towerAndProjectorSeeWhatTransformersSees() {
        float[] both = concat(Fixtures.row(0).pixels(), Fixtures.row(1).pixels());
        int side = model.config().vision().imageSize();
        try (Scope scope = model.torch().scope()) {
            Parameters weights = model.parameters(List.of());
            IValue none = scope.list(List.of());
            IValue features = model.vision().features(scope, weights, scope.floats(both, 2, 3, side, side), none);
            assertClose(scope.toFloats(features), Fixtures.floats(GOLDEN, "vision_layer_minus2"));
            IValue rows = model.vision().project(scope, weights, features, none);
            assertClose(scope.toFloats(rows), Fixtures.floats(GOLDEN, "image_features"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void lastHiddenStatesAndLogitsMatch(int i) {
        Fixtures.Row row = Fixtures.row(i);
        PackedBatch batch = new PackedBatch(model.config().imageTokens());
        int prompt = batch.addPrompt(row.prompt());
        int response = batch.addResponse(prompt, row.response());
        try (Scope scope = model.torch().scope()) {
            Parameters weights = model.parameters(List.of());
            IValue image = model.encode(scope, weights, List.of(row.pixels()), new int[] {-1}, 0);
            IValue hidden = model.decoder().forward(scope, weights, batch, image, scope.list(List.of()), null);
            IValue normed = scope.record(
                    "final_norm",
                    hidden,
                    weights.head,
                    scope.longs(),
                    model.config().text().rmsNormEps());
            assertClose(scope.toFloats(normed), Fixtures.floats(GOLDEN, "last_hidden_" + i));
            int[] last = {batch.lastRow(response)};
            IValue logits = model.decoder().logits(scope, weights, hidden, last);
            assertClose(scope.toFloats(logits), Fixtures.floats(GOLDEN, "last_logits_" + i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void responseLogProbsMatch(int i) {
        assertThat(score(i, null)).containsExactly(golden("response_logprobs_" + i), tolerance());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void responseLogProbsWithAdapterMatch(int i) {
        float[] adapted = score(i, adapter);
        assertThat(adapted).containsExactly(golden("lora_response_logprobs_" + i), tolerance());
        assertThat(adapted).isNotEqualTo(score(i, null));
    }

    private static float[] score(int i, LoraAdapter with) {
        Fixtures.Row row = Fixtures.row(i);
        Scorer scorer = new Scorer(model, 1000);
        try (VisionFeatures image = scorer.encode(List.of(row.pixels()), with).get(0)) {
            ScoringSample sample = new ScoringSample("row " + i, row.prompt(), image, List.of(row.response()));
            return scorer.logProbs(List.of(sample), with).get(0).get(0);
        }
    }

    private static float[] golden(String key) {
        return Fixtures.floats(GOLDEN, key);
    }

    private static Offset<Float> tolerance() {
        return Offset.offset(LOG_PROB_TOLERANCE);
    }

    /** Relative to the golden values' own size. */
    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(actual[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(error / size)).isLessThan(HIDDEN_TOLERANCE);
    }

    private static float[] concat(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
