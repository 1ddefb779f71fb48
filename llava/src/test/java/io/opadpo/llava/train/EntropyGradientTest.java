package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.Masked;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.PolicyGraph;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.train.loss.EntropyLoss;
import io.opadpo.llava.train.loss.LossValue;
import io.opadpo.llava.train.loss.MaskedResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OPA's entropy term, part of the image hidden, against transformers, PEFT and autograd, fp32 on CPU. */
class EntropyGradientTest {

    private static final double LOSS_TOLERANCE = 1e-5;
    private static final double GRADIENT_TOLERANCE = 1e-4;

    private LlavaModel model;
    private TrainableLora lora;

    @BeforeEach
    void load() {
        model = TinyLlava.load();
        lora = TrainableLora.from(model, Fixtures.path("tiny-adapter"));
    }

    @AfterEach
    void close() {
        lora.close();
        model.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lossAndGradientsMatch(boolean recompute) {
        double expected = Masked.floats("loss")[0];
        assertThat(backward(recompute)).isCloseTo(expected, within(expected * LOSS_TOLERANCE));
        Trainables trainables = lora.trainables();
        double norm = Masked.floats("gradient_norm")[0];
        assertThat(trainables.gradientNorm()).isCloseTo(norm, within(norm * GRADIENT_TOLERANCE));
        int compared = 0;
        try (Scope scope = model.torch().scope()) {
            for (int i = 0; i < trainables.parameters().size(); i++) {
                String name = trainables.parameters().get(i).name();
                if (name.contains("layers.1.")) {
                    float[] golden = Masked.floats("gradient/" + name);
                    assertThat(relativeError(scope.toFloats(trainables.gradientSum(i)), golden))
                            .as(name)
                            .isLessThan(GRADIENT_TOLERANCE);
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(14);
    }

    private double backward(boolean recompute) {
        List<ScoringSample> samples = new ArrayList<>();
        int tokens = 0;
        for (int i = 0; i < 2; i++) {
            Fixtures.Row row = Fixtures.row(i);
            ScoringSample whole = ScoringSample.ofPixels(
                            "row " + i, row.prompt(), row.pixels(), List.of(row.response()))
                    .withEntropies();
            samples.add(whole);
            samples.add(whole.withImageRows(Masked.kept()));
            tokens += row.response().length;
        }
        try (PolicyGraph graph = PolicyGraph.forward(model, samples, lora.adapter(), recompute)) {
            List<List<float[]>> values = graph.logProbs();
            List<MaskedResponse> responses = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                List<float[]> whole = values.get(2 * i);
                List<float[]> hidden = values.get(2 * i + 1);
                responses.add(new MaskedResponse("row " + i, whole.get(0), whole.get(1), hidden.get(0), hidden.get(1)));
            }
            LossValue<MaskedResponse.Gradients> loss = EntropyLoss.compute(responses, tokens, 2, Masked.COEFFICIENT);
            List<List<float[]>> gradients = new ArrayList<>();
            for (MaskedResponse.Gradients gradient : loss.gradients()) {
                gradients.add(List.of(Floats.narrow(gradient.policy()), Floats.narrow(gradient.entropies())));
                gradients.add(List.of(new float[gradient.policy().length], Floats.narrow(gradient.maskedEntropies())));
            }
            graph.backward(gradients);
            lora.trainables().accumulate();
            return loss.loss();
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
