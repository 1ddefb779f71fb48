package io.opadpo.llava.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.Variants;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of other shapes and layouts, loaded as users load them, against transformers and PEFT. */
class VariantParityTest {

    private static final Offset<Float> TOLERANCE = Offset.offset(2e-4f);

    @ParameterizedTest
    @ValueSource(strings = {"plain", "grouped", "tied"})
    void everyShapeScoresAsTransformersDoes(String variant) {
        try (LlavaModel model = TinyLlava.variant(variant)) {
            assertThat(VariantScores.score(model, variant, null))
                    .containsExactly(Variants.golden(variant).floats("response_logprobs"), TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "grouped", "tied"})
    void everyShapeSeesAsTransformersDoes(String variant) {
        try (LlavaModel model = TinyLlava.variant(variant)) {
            float[] golden = Variants.golden(variant).floats("image_features");
            assertThat(see(model, variant, null)).containsExactly(golden, Offset.offset(1e-4f));
            assertThat(golden)
                    .hasSize(
                            model.config().imageTokens() * model.config().text().hiddenSize());
        }
    }

    @Test
    void anAdapterOnAllLayersActsAsInPeft() {
        try (LlavaModel model = TinyLlava.variant("grouped");
                LoraAdapter adapter = TinyLlava.groupedAdapter(model)) {
            float[] rows = Variants.golden("grouped").floats("adapter_image_features");
            float[] logProbs = Variants.golden("grouped").floats("adapter_response_logprobs");
            assertThat(see(model, "grouped", adapter)).containsExactly(rows, Offset.offset(1e-4f));
            assertThat(VariantScores.score(model, "grouped", adapter)).containsExactly(logProbs, TOLERANCE);
            assertThat(rows[0]).isNotEqualTo(Variants.golden("grouped").floats("image_features")[0]);
            model.release(adapter);
        }
    }

    @Test
    void theAuthorsLayoutHoldsTheSameModel() {
        try (LlavaModel model =
                TinyLlava.load(Variants.path("authors"), Variants.path("authors-clip"), Precision.FP32)) {
            assertThat(VariantScores.score(model, "plain", null))
                    .containsExactly(Variants.golden("plain").floats("response_logprobs"), TOLERANCE);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "0, true", "1, true"})
    void rotaryFrequenciesAreThoseOfTransformers(int row, boolean adapted) {
        String key = (adapted ? "lora_" : "") + "response_logprobs_" + row;
        try (LlavaModel model = TinyLlava.load();
                LoraAdapter adapter = TinyLlava.adapter(model)) {
            float[] scores = VariantScores.scoreRow(model, row, adapted ? adapter : null);
            assertThat(scores)
                    .containsExactly(Variants.golden("tiny-llava-defaults").floats(key), Offset.offset(2e-5f));
            model.release(adapter);
        }
    }

    @Test
    void bf16StaysNearFp32() {
        try (LlavaModel exact = TinyLlava.load();
                LlavaModel rounded = TinyLlava.load(Precision.BF16)) {
            for (int row = 0; row < 2; row++) {
                float[] expected = VariantScores.scoreRow(exact, row, null);
                float[] actual = VariantScores.scoreRow(rounded, row, null);
                assertThat(actual).containsExactly(expected, Offset.offset(0.15f));
                assertThat(actual).isNotEqualTo(expected);
            }
        }
    }

    private static float[] see(LlavaModel model, String variant, LoraAdapter adapter) {
        List<LoraAdapter> adapters = adapter == null ? List.of() : List.of(adapter);
        int[] number = {adapters.size() - 1};
        try (Scope scope = model.torch().scope()) {
            IValue rows = model.encode(
                    scope, model.parameters(adapters), List.of(Variants.pixels(variant)), number, adapters.size());
            return scope.toFloats(rows);
        }
    }
}
