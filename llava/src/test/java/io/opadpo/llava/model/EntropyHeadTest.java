package io.opadpo.llava.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.Variants;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.weights.SafetensorsFile;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entropies and their gradients against plain arithmetic in double precision, and against autograd. */
class EntropyHeadTest {

    private static final long SEED = 3;
    private static final int ROWS = 7;
    private static final int CHUNK = 3;
    private static final double TOLERANCE = 1e-5;

    private static LlavaModel model;
    private static float[] weights;
    private static final float[] HIDDEN = new float[ROWS * 16];
    private static final int[] TARGETS = new int[ROWS];
    private static final float[] UPSTREAM = new float[2 * ROWS];

    @BeforeAll
    static void load() {
        model = TinyLlava.variant("plain");
        try (SafetensorsFile file = SafetensorsFile.open(Variants.path("plain/model.safetensors"));
                Scope scope = model.torch().scope()) {
            String key = file.names().stream()
                    .filter(name -> name.endsWith("lm_head.weight"))
                    .findFirst()
                    .orElseThrow();
            weights = scope.toFloats(scope.own(Tensors.read(model.torch(), file, key, Precision.FP32)));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < HIDDEN.length; i++) {
            HIDDEN[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < UPSTREAM.length; i++) {
            TARGETS[i % ROWS] = random.nextInt(vocabulary());
            UPSTREAM[i] = (float) random.nextGaussian();
        }
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static int vocabulary() {
        return weights.length / 16;
    }

    /** Log-probability and entropy of a row, both in double precision. */
    private static double[] values(double[] hidden, int row) {
        double[] logits = new double[vocabulary()];
        double sum = 0;
        for (int j = 0; j < logits.length; j++) {
            for (int e = 0; e < 16; e++) {
                logits[j] += weights[j * 16 + e] * hidden[row * 16 + e];
            }
            sum += Math.exp(logits[j]);
        }
        double entropy = 0;
        for (double logit : logits) {
            entropy -= Math.exp(logit) / sum * (logit - Math.log(sum));
        }
        return new double[] {logits[TARGETS[row]] - Math.log(sum), entropy};
    }

    private static double[] hidden() {
        double[] wide = new double[HIDDEN.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = HIDDEN[i];
        }
        return wide;
    }

    private static double weighted(double[] hidden, int row) {
        double[] values = values(hidden, row);
        return UPSTREAM[row] * values[0] + UPSTREAM[ROWS + row] * values[1];
    }

    @Test
    void valuesAreThoseOfPlainArithmetic() {
        try (Scope scope = model.torch().scope()) {
            float[] actual = scope.toFloats(entropies(scope, scope.floats(HIDDEN, ROWS, 16)));
            assertThat(actual).hasSize(2 * ROWS);
            for (int row = 0; row < ROWS; row++) {
                double[] expected = values(hidden(), row);
                assertThat((double) actual[row]).as("seed %d", SEED).isCloseTo(expected[0], Offset.offset(TOLERANCE));
                assertThat((double) actual[ROWS + row]).isCloseTo(expected[1], Offset.offset(TOLERANCE));
            }
        }
    }

    @Test
    void gradientIsTheDerivative() {
        double[] expected = new double[HIDDEN.length];
        double step = 1e-4;
        for (int i = 0; i < expected.length; i++) {
            double[] up = hidden();
            double[] down = hidden();
            up[i] += step;
            down[i] -= step;
            expected[i] = (weighted(up, i / 16) - weighted(down, i / 16)) / (2 * step);
        }
        assertClose(gradient(), expected);
    }

    @Test
    void gradientIsAutograds() {
        float[] automatic;
        try (Scope scope = model.torch().scope()) {
            IValue h = scope.floats(HIDDEN, ROWS, 16);
            scope.requireGradient(h);
            scope.backward(entropies(scope, h), scope.floats(UPSTREAM, UPSTREAM.length));
            automatic = scope.toFloats(scope.gradient(h));
        }
        double[] expected = new double[automatic.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = automatic[i];
        }
        assertClose(gradient(), expected);
    }

    private static IValue entropies(Scope scope, IValue hidden) {
        Parameters parameters = model.parameters(List.of());
        return scope.record(EntropyHead.VALUES, hidden, parameters.head, scope.longs(TARGETS), CHUNK);
    }

    private static float[] gradient() {
        try (Scope scope = model.torch().scope()) {
            return scope.toFloats(scope.record(
                    "head_entropies_gradient",
                    scope.floats(HIDDEN, ROWS, 16),
                    model.parameters(List.of()).head,
                    scope.longs(TARGETS),
                    scope.floats(UPSTREAM, UPSTREAM.length),
                    CHUNK));
        }
    }

    private static void assertClose(float[] actual, double[] expected) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(actual[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        assertThat(size).isPositive();
        assertThat(Math.sqrt(error / size)).as("seed %d", SEED).isLessThan(TOLERANCE);
    }
}
