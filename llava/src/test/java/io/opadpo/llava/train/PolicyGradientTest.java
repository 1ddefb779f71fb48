package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.LoraTargets;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.PolicyGraph;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.model.VisionFeatures;
import io.opadpo.llava.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gradients of clever forward passes against those of plain ones, fp32 on CPU. */
class PolicyGradientTest {

    private static final double TOLERANCE = 1e-5;

    private LlavaModel model;
    private TrainableLora lora;

    @BeforeEach
    void load() {
        model = TinyLlava.load();
        lora = TrainableLora.fresh(model, new LoraConfig(4, 8, new LoraTargets.AllLinear()), 1);
        // B starts at zero, where half of the gradients vanish.
        try (Scope scope = model.torch().scope()) {
            List<Trainables.Parameter> parameters = lora.trainables().parameters();
            for (int i = 1; i < parameters.size(); i += 2) {
                long[] shape = parameters.get(i).copy().getShape().getShape();
                float[] values = new float[Math.toIntExact(shape[0] * shape[1])];
                for (int k = 0; k < values.length; k++) {
                    values[k] = (float) Math.sin(k + i) * 0.05f;
                }
                lora.trainables().setMaster(i, scope.floats(values, shape));
            }
        }
        lora.trainables().refresh();
    }

    @AfterEach
    void close() {
        lora.close();
        model.close();
    }

    private static List<int[]> responses() {
        return List.of(Fixtures.row(0).response(), Fixtures.row(1).response(), new int[] {77});
    }

    private static ScoringSample sample(int i, List<int[]> responses) {
        Fixtures.Row row = Fixtures.row(i);
        return ScoringSample.ofPixels("row " + i, row.prompt(), row.pixels(), responses);
    }

    /** Gradients of a sum in which every token of a response weighs differently, from one pass or several. */
    private List<float[]> gradients(List<List<ScoringSample>> passes, boolean recompute) {
        for (List<ScoringSample> pass : passes) {
            try (PolicyGraph graph = PolicyGraph.forward(model, pass, lora.adapter(), recompute)) {
                List<List<float[]>> weights = new ArrayList<>();
                for (List<float[]> sample : graph.logProbs()) {
                    weights.add(sample.stream().map(PolicyGradientTest::weights).toList());
                }
                graph.backward(weights);
            }
            lora.trainables().accumulate();
        }
        List<float[]> gradients = new ArrayList<>();
        try (Scope scope = model.torch().scope()) {
            for (int i = 0; i < lora.trainables().parameters().size(); i++) {
                gradients.add(scope.toFloats(lora.trainables().gradientSum(i)));
            }
        }
        lora.trainables().scaleGradients(0);
        return gradients;
    }

    private static float[] weights(float[] logProbs) {
        float[] weights = new float[logProbs.length];
        for (int t = 0; t < weights.length; t++) {
            weights[t] = (float) Math.cos(t + logProbs.length);
        }
        return weights;
    }

    /** Relative to all values together; null expects zeros. */
    private static void assertSame(List<float[]> actual, List<float[]> expected) {
        if (expected == null) {
            actual.forEach(values -> assertThat(values).containsOnly(0));
            return;
        }
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.size(); i++) {
            for (int k = 0; k < expected.get(i).length; k++) {
                error += Math.pow(actual.get(i)[k] - expected.get(i)[k], 2);
                size += Math.pow(expected.get(i)[k], 2);
            }
        }
        assertThat(size).isPositive();
        assertThat(Math.sqrt(error / size)).isLessThan(TOLERANCE);
    }

    @Test
    void aSharedPromptHasTheGradientsOfSeparateOnes() {
        List<List<ScoringSample>> separate = new ArrayList<>();
        responses().forEach(response -> separate.add(List.of(sample(0, List.of(response)))));
        assertSame(gradients(List.of(List.of(sample(0, responses()))), false), gradients(separate, false));
    }

    @Test
    void samplesTogetherHaveTheGradientsOfSamplesAlone() {
        List<ScoringSample> both = List.of(sample(0, responses()), sample(1, responses()));
        List<List<ScoringSample>> alone = both.stream().map(List::of).toList();
        assertSame(gradients(List.of(both), false), gradients(alone, false));
    }

    @Test
    void recomputedGradientsAreTheKeptOnes() {
        List<List<ScoringSample>> passes = List.of(List.of(sample(0, responses()), sample(1, responses())));
        assertSame(gradients(passes, true), gradients(passes, false));
    }

    @Test
    void recomputedGradientsWithGivenFeaturesAreTheKeptOnes() {
        Fixtures.Row row = Fixtures.row(0);
        try (VisionFeatures features = new Scorer(model, 1000)
                .encode(List.of(row.pixels()), lora.adapter())
                .get(0)) {
            List<List<ScoringSample>> passes =
                    List.of(List.of(new ScoringSample("row", row.prompt(), features, responses())));
            List<float[]> kept = gradients(passes, false);
            assertSame(gradients(passes, true), kept);
            // Nothing reaches the tower then, and everything else as if the image came as pixels.
            List<float[]> seen = gradients(List.of(List.of(sample(0, responses()))), false);
            for (int i = 0; i < kept.size(); i++) {
                boolean tower = lora.trainables().parameters().get(i).name().startsWith("vision_tower.");
                assertSame(List.of(kept.get(i)), tower ? null : List.of(seen.get(i)));
            }
        }
    }
}
