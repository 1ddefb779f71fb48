package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.PreferenceSample;
import io.opadpo.llava.train.data.SampleSource;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.schedule.HeldOut;
import io.opadpo.llava.train.telemetry.Scalars;
import io.opadpo.llava.train.telemetry.StepRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OPA with its entropy term on the fixtures' small model, fp32 on CPU. */
class EntropyTrainingTest {

    private static final EncodingOptions ENCODING =
            new EncodingOptions(EncodingOptions.DEFAULT.encoding(), 400, 400, false, false);
    private static final String WEIGHTS = "adapter/adapter_model.safetensors";
    private static final String NLL = "loss/nll";
    private static final String ENTROPY = "loss/entropy";

    @TempDir
    Path temp;

    private static EntropyTerm term(double coefficient, double decay, ImageMask.Kind kind) {
        return new EntropyTerm(coefficient, decay, new ImageMask(kind, 0.7, 5));
    }

    private static Function<TrainingRuntime, Training> opa(EntropyTerm term, TrainerOptions options) {
        return opa(new TrainingStart.NewAdapter(TinyRun.lora(ModelPart.values())), term, options);
    }

    private static Function<TrainingRuntime, Training> opa(
            TrainingStart start, EntropyTerm term, TrainerOptions options) {
        return runtime -> new OpaTraining(runtime, start, SftAnswers.STANDARD_AND_REVISED, ENCODING, options)
                .withEntropy(Optional.ofNullable(term));
    }

    private static TrainerOptions options(int epochs) {
        return TinyRun.options(epochs, 2, 1e-2, Evaluation.none());
    }

    @ParameterizedTest
    @EnumSource
    void theTermRaisesEntropyWithoutTheImage(ImageMask.Kind kind) throws IOException {
        TinyRun with = TinyRun.of(opa(term(20, 1, kind), options(3)), 5, temp.resolve("with"));
        TinyRun without = TinyRun.of(opa(null, options(3)), 5, temp.resolve("without"));
        assertThat(with.scalar(0, NLL)).isCloseTo(without.scalar(0, Scalars.LOSS), within(1e-6));
        assertThat(with.scalar(0, ENTROPY)).isNotZero();
        int last = with.records().size() - 1;
        assertThat(with.scalar(last, ENTROPY)).isLessThan(with.scalar(0, ENTROPY) - 0.01);
        assertThat(with.scalar(last, NLL)).isLessThan(with.scalar(0, NLL));
        assertThat(with.scalar(last, "loss/mask_nll")).isNotEqualTo(with.scalar(last, NLL));
        assertThat(without.records().get(0).scalars()).doesNotContainKey(ENTROPY);
    }

    @Test
    void theCoefficientDecaysWithTheStepsOnly() throws IOException {
        TinyRun run = TinyRun.of(opa(term(3, 0.5, ImageMask.Kind.RANDOM), options(2)), 5, temp);
        assertThat(run.records()).hasSize(6);
        for (int step = 0; step < 6; step++) {
            double expected = run.scalar(step, NLL) + 3 * Math.pow(0.5, step) * run.scalar(step, ENTROPY);
            assertThat(run.scalar(step, Scalars.LOSS)).as("step %d", step).isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void resumedItIsTheUninterruptedOneBitForBit() throws IOException {
        Evaluation evaluation = Evaluation.of(new HeldOut(0.3, 1), 1);
        var training = opa(term(3, 0.5, ImageMask.Kind.ATTENTION), TinyRun.options(3, 2, 1e-2, evaluation));
        TinyRun whole = TinyRun.of(training, 9, temp.resolve("whole"));
        List<Double> losses = new ArrayList<>();
        List<Double> evaluations = new ArrayList<>();
        int total = whole.records().size();
        assertThat(total).isGreaterThanOrEqualTo(4);
        for (int stopAfter : new int[] {3, Integer.MAX_VALUE}) {
            TinyRun part = TinyRun.of(training, 9, temp.resolve("parts"), stopAfter);
            losses.addAll(part.scalars(Scalars.LOSS));
            evaluations.addAll(part.scalars(Scalars.EVALUATION + Scalars.LOSS));
        }
        assertThat(losses).isEqualTo(whole.scalars(Scalars.LOSS));
        assertThat(evaluations).isEqualTo(whole.scalars(Scalars.EVALUATION + Scalars.LOSS));
        assertThat(temp.resolve("parts").resolve(WEIGHTS))
                .hasSameBinaryContentAs(temp.resolve("whole").resolve(WEIGHTS));
    }

    @Test
    void replicasAndMicroBatchesChangeNothingButRounding() throws IOException {
        var training = opa(term(3, 0.5, ImageMask.Kind.BLOCKWISE), options(1));
        List<StepRecord> records = new ArrayList<>();
        try (Tokenizer tokenizer = TinyTraining.tokenizer();
                LlavaModel first = TinyLlava.load();
                LlavaModel second = TinyLlava.load()) {
            TrainingRuntime runtime =
                    TinyTraining.runtime(List.of(first, second), tokenizer, records::add, () -> false);
            TrainerOptions single = new TrainerOptions(
                    1,
                    2,
                    1,
                    1,
                    0,
                    options(1).decay(),
                    1e-2,
                    options(1).warmup(),
                    AdamW.defaults(),
                    1,
                    2,
                    Evaluation.none(),
                    7);
            opa(term(3, 0.5, ImageMask.Kind.BLOCKWISE), single)
                    .apply(runtime)
                    .run("tiny", TinyTraining.samples(5), new TrainingFolder(temp.resolve("two"), 2));
        }
        TinyRun one = TinyRun.of(training, 5, temp.resolve("one"));
        assertThat(records).hasSameSizeAs(one.records());
        for (int step = 0; step < records.size(); step++) {
            assertThat(records.get(step).scalars().get(Scalars.LOSS))
                    .isCloseTo(one.scalar(step, Scalars.LOSS), within(1e-4));
        }
    }

    @Test
    void withoutAnImageTheTermIsZero() throws IOException {
        List<StepRecord> records = new ArrayList<>();
        PreferenceSample sample = new PreferenceSample("text", null, "Who?", "A model.", "I.", "A model of it.", null);
        try (Tokenizer tokenizer = TinyTraining.tokenizer();
                LlavaModel model = TinyLlava.load()) {
            opa(term(3, 1, ImageMask.Kind.ATTENTION), options(1))
                    .apply(TinyTraining.runtime(model, tokenizer, records::add, () -> false))
                    .run("tiny", SampleSource.of(List.of(sample)), new TrainingFolder(temp, 2));
        }
        assertThat(records.get(0).scalars().get(ENTROPY)).isCloseTo(0, within(1e-6));
    }

    /** Autograd goes through the output layer then. */
    @Test
    void theWholeModelCanTrainWithIt() throws IOException {
        TrainingStart start =
                new TrainingStart.FullModel(Fixtures.path("tiny-llava"), null, Set.of(ModelPart.values()));
        TrainerOptions options = TinyRun.options(2, 5, 1e-3, Evaluation.none());
        EntropyTerm term = term(20, 1, ImageMask.Kind.ATTENTION);
        TinyRun run = TinyRun.of(opa(start, term, options), 5, temp.resolve("whole"));
        TinyRun adapter = TinyRun.of(opa(term, options), 5, temp.resolve("adapter"));
        assertThat(run.scalar(0, Scalars.LOSS)).isCloseTo(adapter.scalar(0, Scalars.LOSS), within(1e-5));
        assertThat(run.scalar(1, Scalars.LOSS)).isLessThan(run.scalar(0, Scalars.LOSS) - 0.1);
    }

    @Test
    void anotherTermIsAnotherTraining() throws IOException {
        TinyRun.of(opa(term(3, 1, ImageMask.Kind.RANDOM), options(1)), 5, temp, 1);
        assertThatThrownBy(() -> TinyRun.of(opa(term(4, 1, ImageMask.Kind.RANDOM), options(1)), 5, temp))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("entropy.coefficient was 3.0 and is 4.0");
        assertThatThrownBy(() -> TinyRun.of(opa(null, options(1)), 5, temp))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("entropy");
    }

    @Test
    void termsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> term(0, 1, ImageMask.Kind.RANDOM)).hasMessageContaining("coefficient is 0.0");
        assertThatThrownBy(() -> term(Double.NaN, 1, ImageMask.Kind.RANDOM)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> term(1, 0, ImageMask.Kind.RANDOM)).hasMessageContaining("decay is 0.0");
        assertThatThrownBy(() -> term(1, 1.5, ImageMask.Kind.RANDOM)).hasMessageContaining("decay is 1.5");
    }
}
