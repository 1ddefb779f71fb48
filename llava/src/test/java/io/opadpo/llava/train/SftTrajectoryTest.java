package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.PolicyGraph;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.torch.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Supervised fine-tuning of the fixtures' adapter against PEFT and torch.optim.AdamW, fp32 on CPU. */
class SftTrajectoryTest {

    private static final String GOLDEN = "golden.safetensors";
    private static final double LOSS_TOLERANCE = 1e-5;
    private static final double GRADIENT_TOLERANCE = 1e-4;

    private LlavaModel model;
    private TrainableLora lora;

    @BeforeEach
    void load() {
        model = TinyLlava.loadAsGolden();
        lora = TrainableLora.from(model, Fixtures.path("tiny-adapter"));
    }

    @AfterEach
    void close() {
        lora.close();
        model.close();
    }

    @Test
    void firstGradientsMatch() {
        backward();
        Trainables trainables = lora.trainables();
        double norm = Fixtures.floats(GOLDEN, "sft_gradnorm0")[0];
        assertThat(trainables.gradientNorm()).isCloseTo(norm, within(norm * GRADIENT_TOLERANCE));
        int compared = 0;
        try (Scope scope = model.torch().scope()) {
            for (int i = 0; i < trainables.parameters().size(); i++) {
                String name = trainables.parameters().get(i).name();
                if (name.contains("layers.1.")) {
                    float[] golden =
                            Fixtures.floats(GOLDEN, "sft_grad0/base_model.model.model." + name + ".default.weight");
                    assertThat(relativeError(scope.toFloats(trainables.gradientSum(i)), golden))
                            .as(name)
                            .isLessThan(GRADIENT_TOLERANCE);
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(14);
    }

    @Test
    void lossesOfFourStepsMatch() {
        AdamW adamW = new AdamW(0.9, 0.999, 1e-8, 0.01);
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            losses.add(backward());
            double norm = lora.trainables().gradientNorm();
            lora.trainables().scaleGradients(Math.min(1, 1 / (norm + 1e-6)));
            lora.trainables().step(adamW, 1e-2);
        }
        float[] golden = Fixtures.floats(GOLDEN, "sft_losses");
        for (int step = 0; step < 4; step++) {
            assertThat(losses.get(step)).as("step " + step).isCloseTo(golden[step], within(LOSS_TOLERANCE));
        }
    }

    /** Mean negative log-likelihood over all response tokens of both rows, and its gradients. */
    private double backward() {
        List<ScoringSample> samples = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Fixtures.Row row = Fixtures.row(i);
            samples.add(ScoringSample.ofPixels("row " + i, row.prompt(), row.pixels(), List.of(row.response())));
        }
        try (PolicyGraph graph = PolicyGraph.forward(model, samples, lora.adapter())) {
            List<List<float[]>> logProbs = graph.logProbs();
            int tokens = logProbs.stream()
                    .flatMap(List::stream)
                    .mapToInt(r -> r.length)
                    .sum();
            double sum = 0;
            List<List<float[]>> gradients = new ArrayList<>();
            for (List<float[]> sample : logProbs) {
                List<float[]> perSample = new ArrayList<>();
                for (float[] response : sample) {
                    for (float value : response) {
                        sum -= value;
                    }
                    float[] gradient = new float[response.length];
                    Arrays.fill(gradient, -1f / tokens);
                    perSample.add(gradient);
                }
                gradients.add(perSample);
            }
            graph.backward(gradients);
            lora.trainables().accumulate();
            return sum / tokens;
        }
    }

    private static double relativeError(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(actual[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(error / size);
    }
}
