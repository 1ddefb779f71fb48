package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.loss.PreferenceResponse;
import io.opadpo.llava.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a preference training looks at before its first step. */
class OnPolicyCheckTest {

    private static final int SAMPLES = 6;

    @TempDir
    Path temp;

    /** The reference is the policy before its first step, scored by other code. */
    @Test
    void thePolicyIsTheReference() throws IOException {
        OnPolicyReport report = TinyRun.of(TinyRun.opaDpo(options()), SAMPLES, temp)
                .result()
                .onPolicy()
                .orElseThrow();
        assertThat(report.samples()).isEqualTo(SAMPLES);
        assertThat(report.standard().logProb()).isCloseTo(reference(PreferenceResponse.STANDARD), within(1e-4));
        assertThat(report.revised().logProb()).isCloseTo(reference(PreferenceResponse.REVISED), within(1e-4));
        assertThat(report.original().logProb()).isCloseTo(reference(PreferenceResponse.ORIGINAL), within(1e-4));
        assertThat(report.standard().klToBase())
                .as("the adapter's model is another one than the base model")
                .isGreaterThan(1e-3);
    }

    @Test
    void aFreshAdapterIsTheBaseModel() throws IOException {
        TrainingStart start = new TrainingStart.NewAdapter(TinyRun.lora(ModelPart.DECODER));
        OnPolicyReport report = TinyRun.of(TinyRun.preference(start, OpaDpoOptions.dpo(), options()), SAMPLES, temp)
                .result()
                .onPolicy()
                .orElseThrow();
        assertThat(report.revised().klToBase()).isCloseTo(0, within(1e-6));
        assertThat(report.revised().logProb()).isNegative();
    }

    /** Later the policy has learnt, and would look better than it was. */
    @Test
    void aTrainingThatGoesOnDoesNotLookAgain() throws IOException {
        OnPolicyReport before = TinyRun.of(TinyRun.opaDpo(options()), SAMPLES, temp, 2)
                .result()
                .onPolicy()
                .orElseThrow();
        TrainingResult after =
                TinyRun.of(TinyRun.opaDpo(options()), SAMPLES, temp).result();
        assertThat(after.finished()).isTrue();
        assertThat(after.onPolicy()).contains(before);
    }

    private static TrainerOptions options() {
        return TinyRun.options(4, SAMPLES, 1e-2, Evaluation.none());
    }

    /** Mean log-probability per token of a kind of answers. */
    private double reference(PreferenceResponse answer) {
        double sum = 0;
        int tokens = 0;
        try (SafetensorsFile file = SafetensorsFile.open(temp.resolve("reference.safetensors"))) {
            for (String name : file.names()) {
                if (name.endsWith("/" + answer)) {
                    FloatBuffer values = file.map(
                                    name, 0, Math.toIntExact(file.info(name).bytes()))
                            .asFloatBuffer();
                    tokens += values.remaining();
                    while (values.hasRemaining()) {
                        sum += values.get();
                    }
                }
            }
        }
        return sum / tokens;
    }
}
