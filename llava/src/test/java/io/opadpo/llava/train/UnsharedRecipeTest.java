package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.LoraTargets;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.PreferenceEncoder;
import io.opadpo.llava.train.data.Preparation;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.data.SftEncoder;
import io.opadpo.llava.train.data.SftSequence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Single steps with and without the sharing of prompts and images, fp32 on CPU. */
@Timeout(120)
class UnsharedRecipeTest {

    private static final EncodingOptions ENCODING = EncodingOptions.DEFAULT.withLengths(400, 400);
    private static final LoraConfig DECODER = new LoraConfig(4, 8, new LoraTargets.Regex(".*language_model.*_proj"));

    private static LlavaModel model;
    private static LlavaModel other;
    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() {
        tokenizer = TinyTraining.tokenizer();
        model = TinyLlava.load();
        other = TinyLlava.load();
    }

    @AfterAll
    static void close() {
        tokenizer.close();
        model.close();
        other.close();
    }

    private static List<Prepared.Item<List<SftSequence>>> opaSamples() {
        SftEncoder encoder = new SftEncoder(tokenizer, ENCODING, SftAnswers.STANDARD_AND_REVISED);
        return Preparation.prepare("tiny", TinyTraining.samples(5), encoder).items();
    }

    private static List<Prepared.Item<EncodedPreference>> opaDpoSamples() {
        PreferenceEncoder encoder = new PreferenceEncoder(tokenizer, ENCODING);
        return Preparation.prepare("tiny", TinyTraining.samples(5), encoder).items();
    }

    private static TrainingStep.Setup setup(TrainableLora lora, boolean unshared) {
        return new TrainingStep.Setup(List.of(model), lora, TinyTraining.images(model), false, unshared);
    }

    /** The loss of a batch in micro-batches of two, and the gradients it leaves. */
    private static <T> List<float[]> backward(
            TrainableLora lora, Recipe.Factory<T> recipes, List<Prepared.Item<T>> samples, double expectedLoss) {
        try (ReplicaGroup<T> group = new ReplicaGroup<>(List.of(model), lora, recipes);
                Scope scope = model.torch().scope()) {
            double loss = group.backward(Parts.of(samples, 2), samples, false).loss();
            assertThat(loss).isCloseTo(expectedLoss, within(expectedLoss * 1e-5));
            List<float[]> gradients = new ArrayList<>();
            for (int i = 0; i < lora.trainables().parameters().size(); i++) {
                gradients.add(scope.toFloats(lora.trainables().gradientSum(i)));
            }
            lora.trainables().clearGradients();
            return gradients;
        }
    }

    private static void assertClose(List<float[]> actual, List<float[]> expected) {
        for (int i = 0; i < expected.size(); i++) {
            double norm = 0;
            double distance = 0;
            for (int j = 0; j < expected.get(i).length; j++) {
                norm = Math.hypot(norm, expected.get(i)[j]);
                distance = Math.hypot(distance, actual.get(i)[j] - expected.get(i)[j]);
            }
            assertThat(distance).as("parameter " + i).isLessThanOrEqualTo(1e-5 * norm);
        }
        assertThat(expected.get(1)).as("gradient of a B").isNotEqualTo(new float[expected.get(1).length]);
    }

    @Test
    void opaIsTheSame() {
        List<Prepared.Item<List<SftSequence>>> samples = opaSamples();
        try (ImagePipeline images = new ImagePipeline(TinyTraining.images(model));
                TrainableLora lora = TrainableLora.fresh(model, DECODER, 1);
                ReplicaGroup<List<SftSequence>> group =
                        new ReplicaGroup<>(List.of(model), lora, (model, adapter) -> recipe(images, adapter))) {
            SftRecipe recipe = recipe(images, lora.adapter());
            double loss = group.evaluate(List.of(samples), samples).loss();
            assertClose(
                    backward(lora, (model, adapter) -> new UnsharedRecipe<>(recipe), samples, loss),
                    backward(lora, (model, adapter) -> recipe, samples, loss));
        }
    }

    private SftRecipe recipe(ImagePipeline images, LoraAdapter adapter) {
        return new SftRecipe(new SampleImages(images, null, null, model, adapter), model.config());
    }

    /** Policy and reference are the same, which gives the loss whatever the data. */
    @Test
    void opaDpoIsTheSame() {
        List<Prepared.Item<EncodedPreference>> samples = opaDpoSamples();
        try (TrainableLora lora = TrainableLora.fresh(model, DECODER, 1)) {
            List<List<float[]>> gradients = new ArrayList<>();
            for (boolean unshared : new boolean[] {true, false}) {
                try (ImagePipeline images = new ImagePipeline(TinyTraining.images(model));
                        OpaDpoReference reference = new OpaDpoReference(setup(lora, unshared), images)) {
                    try (ReplicaGroup<EncodedPreference> group =
                            new ReplicaGroup<>(List.of(model), lora, reference::recipe)) {
                        reference.compute(group, samples, 2);
                    }
                    gradients.add(backward(lora, reference::recipe, samples, 6.4 * Math.log(2)));
                }
            }
            assertClose(gradients.get(0), gradients.get(1));
        }
    }

    @Test
    void aStepMovesTheAdapterOfEveryReplica() {
        List<Prepared.Item<List<SftSequence>>> samples = opaSamples();
        try (TrainableLora lora = TrainableLora.fresh(model, DECODER, 1);
                TrainingStep<List<SftSequence>> step = TrainingStep.opa(
                        new TrainingStep.Setup(List.of(model, other), lora, TinyTraining.images(model), true, false))) {
            double loss = step.step(samples, 1);
            for (int i = 0; i < 4; i++) {
                step.exchange();
                double next = step.step(samples, 1);
                assertThat(next).as("loss after step " + (i + 1)).isLessThan(loss);
                loss = next;
            }
        }
    }
}
