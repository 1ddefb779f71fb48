package io.opadpo.llava.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of a frozen output layer, for tokens that the model is sure of to any degree. */
class HeadGradientTest {

    private static final int WIDTH = 8;
    private static final int VOCABULARY = 64;

    /** All numbers are multiples of a quarter, so that logits are exact in bf16 and only the way back is rounded. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void gradientsOfConfidentTokens(Precision precision) {
        Random random = new Random(3);
        float[] weights = new float[VOCABULARY * WIDTH];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (random.nextInt(9) - 4) / 8f;
        }
        float[] row = new float[WIDTH];
        for (int k = 0; k < WIDTH; k++) {
            row[k] = random.nextBoolean() ? 1 : -1;
        }
        // The target's logit is 1, 5, 9 and 14, the strongest competitor's 4.
        float[][] targets = {row(row, 0.125f), row(row, 0.625f), row(row, 1.125f), row(row, 1.75f)};
        for (float[] target : targets) {
            System.arraycopy(target, 0, weights, 0, WIDTH);
            System.arraycopy(row(row, 0.5f), 0, weights, WIDTH, WIDTH);
            weights[WIDTH] += 0.25f;
            assertGradient(precision, row, weights);
        }
    }

    private static float[] row(float[] direction, float length) {
        float[] result = new float[WIDTH];
        for (int k = 0; k < WIDTH; k++) {
            result[k] = direction[k] * length;
        }
        return result;
    }

    private static void assertGradient(Precision precision, float[] row, float[] weights) {
        double[] p = probabilities(row, weights);
        double[] expected = new double[WIDTH];
        for (int j = 0; j < VOCABULARY; j++) {
            double factor = (j == 0 ? others(p) : -p[j]);
            for (int k = 0; k < WIDTH; k++) {
                expected[k] += factor * weights[j * WIDTH + k];
            }
        }
        float[] actual = gradient(precision, row, weights);
        double size = 0;
        for (double value : expected) {
            size = Math.max(size, Math.abs(value));
        }
        double tolerance = precision == Precision.BF16 ? 0.02 : 1e-5;
        for (int k = 0; k < WIDTH; k++) {
            assertThat((double) actual[k]).as("p " + p[0]).isCloseTo(expected[k], within(tolerance * size));
        }
    }

    /** 1 − p of the target, without cancellation. */
    private static double others(double[] p) {
        double sum = 0;
        for (int j = 1; j < p.length; j++) {
            sum += p[j];
        }
        return sum;
    }

    private static double[] probabilities(float[] row, float[] weights) {
        double[] p = new double[VOCABULARY];
        double total = 0;
        for (int j = 0; j < VOCABULARY; j++) {
            double z = 0;
            for (int k = 0; k < WIDTH; k++) {
                z += row[k] * weights[j * WIDTH + k];
            }
            p[j] = Math.exp(z);
            total += p[j];
        }
        for (int j = 0; j < VOCABULARY; j++) {
            p[j] /= total;
        }
        return p;
    }

    private static float[] gradient(Precision precision, float[] row, float[] weights) {
        try (Torch torch = Torch.open(Device.cpu(), precision);
                Scope scope = torch.scope()) {
            IValue h = scope.record("cast", scope.floats(row, 1, WIDTH), precision.torchCode());
            IValue w = scope.record("cast", scope.floats(weights, VOCABULARY, WIDTH), precision.torchCode());
            try (PtNDArray tensor = torch.retain(scope.record("join", scope.list(List.of(w))))) {
                IValue head = scope.own(IValue.stringMapFrom(Map.of("lm_head.weight", tensor)));
                IValue[] both = scope.elements(scope.record("head_with_gradients", h, head, scope.longs(0), 128));
                return scope.toFloats(both[1]);
            }
        }
    }
}
