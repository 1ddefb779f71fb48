package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.train.checkpoint.CheckpointStore;
import io.opadpo.llava.train.checkpoint.Retention;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.Preparation;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.data.SftEncoder;
import io.opadpo.llava.train.data.SftSequence;
import io.opadpo.llava.train.loss.NonFiniteLossException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample that breaks the numbers is named, and breaks nothing else. */
class NonFiniteTest {

    @TempDir
    Path temp;

    private LlavaModel model;
    private Tokenizer tokenizer;
    private TrainableLora lora;

    @BeforeEach
    void open() {
        model = TinyLlava.load();
        tokenizer = TinyTraining.tokenizer();
        lora = TrainableLora.fresh(model, TinyRun.lora(ModelPart.DECODER), 1);
    }

    @AfterEach
    void close() {
        lora.close();
        tokenizer.close();
        model.close();
    }

    /** Supervised training, but for what some samples do to it. */
    private record Poisoned(SftRecipe recipe, Set<String> samples, float gradient, boolean inPixels)
            implements Recipe<List<SftSequence>> {

        @Override
        public SampleSize size(Prepared.Item<List<SftSequence>> item) {
            return recipe.size(item);
        }

        @Override
        public void expect(List<Prepared.Item<List<SftSequence>>> items) {
            recipe.expect(items);
        }

        @Override
        public void prepare(List<Prepared.Item<List<SftSequence>>> microBatch) {
            recipe.prepare(microBatch);
        }

        @Override
        public List<ScoringSample> passes(Prepared.Item<List<SftSequence>> item) {
            List<ScoringSample> passes = recipe.passes(item);
            float[] pixels = passes.get(0).pixels();
            if (inPixels && pixels != null && samples.contains(item.id())) {
                pixels[0] = Float.NaN;
            }
            return passes;
        }

        @Override
        public Outcome loss(
                List<Prepared.Item<List<SftSequence>>> microBatch,
                List<List<float[]>> logProbs,
                List<Prepared.Item<List<SftSequence>>> batch) {
            Outcome outcome = recipe.loss(microBatch, logProbs, batch);
            for (int i = 0; i < microBatch.size() && !inPixels; i++) {
                if (samples.contains(microBatch.get(i).id())) {
                    outcome.gradients().get(i).forEach(values -> Arrays.fill(values, gradient));
                }
            }
            return outcome;
        }

        @Override
        public void release(List<ScoringSample> passes) {
            recipe.release(passes);
        }
    }

    private void train(Set<String> poisoned, float gradient, boolean inPixels) {
        TrainingRuntime runtime = TinyTraining.runtime(model, tokenizer, step -> {}, () -> false);
        var data = Preparation.prepare(
                "tiny",
                TinyTraining.samples(5),
                new SftEncoder(
                        tokenizer, EncodingOptions.DEFAULT.withLengths(400, 400), SftAnswers.STANDARD_AND_REVISED));
        try (var images = new ImagePipeline(runtime.images());
                var replicas = new ReplicaGroup<>(
                        List.of(model),
                        lora,
                        (replica, adapter) -> new Poisoned(
                                new SftRecipe(new SampleImages(images, null, null, model, adapter), model.config()),
                                poisoned,
                                gradient,
                                inPixels))) {
            var trainer = new Trainer<>(
                    runtime,
                    lora,
                    replicas,
                    data.items(),
                    List.of(),
                    TinyRun.options(1, 5, 1e-2, Evaluation.none()),
                    new MemoryPlan(2, false, 1, 0, MemoryPlan.UNKNOWN),
                    new CheckpointStore(temp, Retention.last(1)));
            trainer.run(trainer.restore(), step -> {});
        }
    }

    @Test
    void gradientsNameTheSamplesTheyComeFrom() {
        List<float[]> before = masters();
        assertThatThrownBy(() -> train(Set.of("sample-1", "sample-4"), Float.NaN, false))
                .isInstanceOfSatisfying(
                        NonFiniteGradientException.class,
                        e -> assertThat(e.samples()).containsExactlyInAnyOrder("sample-1", "sample-4"))
                .hasMessageContaining("step 1");
        assertThat(masters()).usingRecursiveComparison().isEqualTo(before);
        assertThat(lora.trainables().gradientNorm()).isZero();
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void infinityIsNoBetterThanNaN() {
        assertThatThrownBy(() -> train(Set.of("sample-0"), Float.POSITIVE_INFINITY, false))
                .isInstanceOfSatisfying(
                        NonFiniteGradientException.class,
                        e -> assertThat(e.samples()).containsExactly("sample-0"));
    }

    @Test
    void lossesNameThemToo() {
        List<float[]> before = masters();
        assertThatThrownBy(() -> train(Set.of("sample-2"), 0, true))
                .isInstanceOfSatisfying(
                        NonFiniteLossException.class,
                        e -> assertThat(e.samples()).containsExactly("sample-2/standard", "sample-2/revised"));
        assertThat(masters()).usingRecursiveComparison().isEqualTo(before);
    }

    private List<float[]> masters() {
        List<float[]> values = new ArrayList<>();
        try (Scope scope = model.torch().scope()) {
            for (int i = 0; i < lora.trainables().parameters().size(); i++) {
                values.add(scope.toFloats(lora.trainables().master(i)));
            }
        }
        return values;
    }
}
