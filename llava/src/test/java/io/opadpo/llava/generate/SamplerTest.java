package io.opadpo.llava.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script's method {@code sample} against probabilities computed in Java. */
class SamplerTest {

    private static final int EOS = 2;
    private static final float NO_TOP_P = Float.POSITIVE_INFINITY;

    private static Torch torch;

    @BeforeAll
    static void open() {
        torch = Torch.open(Device.cpu(), Precision.FP32);
    }

    @AfterAll
    static void close() {
        torch.close();
    }

    private record Draws(long[] ids, float[] logProbs) {}

    /** Settings of every row; {@code candidates} as the sampler passes them. */
    private record Settings(float temperature, long topK, float topP, int candidates, boolean barred) {

        static Settings of(double temperature, int topK, double topP) {
            return new Settings(
                    (float) temperature,
                    topK == 0 ? Long.MAX_VALUE : topK,
                    topP == 1 ? NO_TOP_P : (float) topP,
                    topK,
                    false);
        }
    }

    private static Draws draw(float[] logits, Settings settings, float... uniform) {
        int n = uniform.length;
        float[] repeated = new float[n * logits.length];
        float[] temperature = new float[n];
        long[] topK = new long[n];
        float[] topP = new float[n];
        boolean[] barred = new boolean[n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(logits, 0, repeated, i * logits.length, logits.length);
        }
        Arrays.fill(temperature, settings.temperature);
        Arrays.fill(topK, settings.topK);
        Arrays.fill(topP, settings.topP);
        Arrays.fill(barred, settings.barred);
        try (Scope scope = torch.scope()) {
            IValue[] drawn = scope.elements(scope.infer(
                    "sample",
                    scope.floats(repeated, n, logits.length),
                    scope.floats(temperature, n),
                    scope.longs(topK),
                    scope.floats(topP, n),
                    scope.floats(uniform, n),
                    scope.booleans(barred),
                    EOS,
                    settings.candidates,
                    false));
            return new Draws(scope.toLongs(drawn[0]), scope.toFloats(drawn[1]));
        }
    }

    /** Temperature, top-k and top-p as transformers define them, one after the other, in double. */
    private static double[] expected(float[] logits, double temperature, int topK, double topP) {
        Integer[] order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -logits[i]))
                .toArray(Integer[]::new);
        double[] p = new double[logits.length];
        int kept = topK == 0 ? logits.length : Math.min(topK, logits.length);
        for (int rank = 0; rank < kept; rank++) {
            p[order[rank]] = Math.exp((logits[order[rank]] - logits[order[0]]) / temperature);
        }
        normalise(p);
        double before = 0;
        for (int i : order) {
            double own = p[i];
            p[i] = before < topP ? own : 0;
            before += own;
        }
        normalise(p);
        return p;
    }

    private static void normalise(double[] p) {
        double sum = Arrays.stream(p).sum();
        Arrays.setAll(p, i -> p[i] / sum);
    }

    private static float[] logits(int count) {
        Random random = new Random(17);
        float[] logits = new float[count];
        for (int i = 0; i < count; i++) {
            logits[i] = (float) random.nextGaussian() * 2;
        }
        return logits;
    }

    /** An even sweep of uniforms gives every token its share to within one draw, far sharper than chi-square. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 1",
        "0.7, 0, 1",
        "2.5, 0, 1",
        "1, 5, 1",
        "1, 1, 1",
        "1, 0, 0.5",
        "1, 0, 0.95",
        "0.8, 30, 0.95",
        "1, 0, 1e-9",
        "1, 1000000, 1",
        "1.3, 7, 0.6",
        "0.01, 0, 1",
        "100, 0, 0.3"
    })
    void drawsFollowTheTruncatedDistribution(double temperature, int topK, double topP) {
        float[] logits = logits(40);
        int n = 20_000;
        float[] uniform = new float[n];
        for (int i = 0; i < n; i++) {
            uniform[i] = (i + 0.5f) / n;
        }
        long[] ids = draw(logits, Settings.of(temperature, topK, topP), uniform).ids;
        double[] expected = expected(logits, temperature, topK, topP);
        int[] counts = new int[logits.length];
        for (long id : ids) {
            counts[(int) id]++;
        }
        for (int i = 0; i < counts.length; i++) {
            assertThat((double) counts[i]).as("token %d", i).isCloseTo(expected[i] * n, Offset.offset(2.0));
        }
    }

    /** Seeds, answers and steps through the real generator of uniforms: chi-square over the token counts. */
    @Test
    void seededDrawsPassAChiSquareTest() {
        float[] logits = {1, 0.5f, 0, -0.5f, -1, 0.2f, 0.8f, -2};
        int n = 40_000;
        float[] uniform = new float[n];
        for (int i = 0; i < n; i++) {
            uniform[i] = new SeededUniform(i / 400, i / 20 % 20).at(i % 20);
        }
        long[] ids = draw(logits, Settings.of(1, 0, 1), uniform).ids;
        double[] expected = expected(logits, 1, 0, 1);
        double statistic = 0;
        for (int token = 0; token < logits.length; token++) {
            int id = token;
            double count = Arrays.stream(ids).filter(drawn -> drawn == id).count();
            statistic += Math.pow(count - expected[token] * n, 2) / (expected[token] * n);
        }
        // 99.9 % quantile at 7 degrees of freedom; the draws are seeded, so this passes always or never.
        assertThat(statistic).isLessThan(24.3);
    }

    @Test
    void logProbsAreThoseOfTheWholeDistribution() {
        float[] logits = logits(40);
        Draws draws = draw(logits, Settings.of(0.3, 5, 0.5), 0, 0.3f, 0.6f, 0.99f);
        double[] whole = expected(logits, 1, 0, 1);
        for (int i = 0; i < draws.ids.length; i++) {
            assertThat((double) draws.logProbs[i]).isCloseTo(Math.log(whole[(int) draws.ids[i]]), Offset.offset(1e-5));
        }
    }

    @Test
    void everyUniformIncludingTheEndsDrawsAKeptToken() {
        float[] logits = {5, 4, 3, 2, 1, 0};
        float last = Math.nextDown(1f);
        assertThat(draw(logits, Settings.of(1, 0, 1), 0, last).ids).containsExactly(0, 5);
        assertThat(draw(logits, Settings.of(1, 3, 1), 0, last).ids).containsExactly(0, 2);
        assertThat(draw(logits, Settings.of(1, 0, 0.7), 0, last).ids).containsExactly(0, 1);
    }

    /** Four equal tokens: 0.5 is reached by two of them exactly, and anything above needs a third. */
    @Test
    void topPKeepsTheSmallestSetThatReachesIt() {
        float[] logits = {0, 0, 0, 0};
        float last = Math.nextDown(1f);
        for (double[] c : new double[][] {{0.25, 1}, {0.5, 2}, {0.51, 3}, {0.75, 3}, {0.76, 4}, {1, 4}}) {
            float[] sweep = new float[64];
            for (int i = 0; i < sweep.length; i++) {
                sweep[i] = i == 63 ? last : i / 64f;
            }
            long distinct = Arrays.stream(draw(logits, Settings.of(1, 0, c[0]), sweep).ids)
                    .distinct()
                    .count();
            assertThat(distinct).as("top_p %s", c[0]).isEqualTo((long) c[1]);
        }
    }

    @Test
    void tiesAtTheEdgeOfTopKKeepExactlyK() {
        float[] sweep = {0, 0.2f, 0.4f, 0.6f, 0.8f, 0.99f};
        long[] ids = draw(new float[] {1, 3, 3, 3, 3}, Settings.of(1, 2, 1), sweep).ids;
        assertThat(Arrays.stream(ids).distinct().count()).isEqualTo(2);
        assertThat(ids).doesNotContain(0);
    }

    /** fp32 sums over a long tail reach 1 before its end, which must not cut it. */
    @Test
    void topPOfOneKeepsTheTail() {
        float[] logits = new float[1000];
        Arrays.fill(logits, -18);
        logits[0] = 0;
        long[] ids = draw(logits, Settings.of(1, 0, 1), Math.nextDown(1f)).ids;
        assertThat(ids[0]).isNotZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "1e-45", "1e-40", "1e-30", "1e-6"})
    void temperaturesNearZeroAreGreedy(float temperature) {
        float[] logits = logits(40);
        int best = IntStream.range(0, 40)
                .boxed()
                .max(Comparator.comparingDouble(i -> logits[i]))
                .orElseThrow();
        Settings settings = new Settings(temperature, Long.MAX_VALUE, NO_TOP_P, 0, false);
        assertThat(draw(logits, settings, 0, 0.5f, 0.999f).ids).containsOnly(best);
    }

    @Test
    void barredRowsNeverEnd() {
        float[] logits = {0, 0, 50, 0};
        Settings barred = new Settings(1, Long.MAX_VALUE, NO_TOP_P, 0, true);
        Draws draws = draw(logits, barred, 0, 0.4f, 0.7f, 0.99f);
        assertThat(draws.ids).doesNotContain(EOS);
        assertThat(draws.logProbs).containsOnly(draws.logProbs[0]);
        assertThat(draws.logProbs[0]).isCloseTo(-50, Offset.offset(1e-3f));
        Settings barredGreedy = new Settings(0, Long.MAX_VALUE, NO_TOP_P, 0, true);
        assertThat(draw(logits, barredGreedy, 0).ids).doesNotContain(EOS);
    }

    /** Such rows are given up by the caller; here they must neither throw nor index out of range. */
    @Test
    void rowsThatAreNotFiniteHaveNoFiniteLogProb() {
        float[][] rows = {
            {Float.NaN, Float.NaN, Float.NaN, Float.NaN},
            {0, Float.NaN, 0, 0},
            {0, Float.POSITIVE_INFINITY, 0, 0},
        };
        for (float[] row : rows) {
            for (int topK : new int[] {0, 2}) {
                Draws draws = draw(row, Settings.of(1, topK, 0.9), 0.5f);
                assertThat(draws.ids[0]).isBetween(0L, 3L);
                assertThat(Float.isFinite(draws.logProbs[0])).isFalse();
            }
        }
    }

    @Test
    void rowsOfOneCallKeepTheirOwnSettings() {
        float[] row = {3, 2, 1, 0, -1};
        float[] flat = new float[20];
        for (int i = 0; i < 4; i++) {
            System.arraycopy(row, 0, flat, i * 5, 5);
        }
        float last = Math.nextDown(1f);
        try (Scope scope = torch.scope()) {
            IValue[] drawn = scope.elements(scope.infer(
                    "sample",
                    scope.floats(flat, 4, 5),
                    scope.floats(new float[] {0, 1, 1, 1}, 4),
                    scope.longs(Long.MAX_VALUE, 2, Long.MAX_VALUE, 4),
                    scope.floats(new float[] {NO_TOP_P, NO_TOP_P, NO_TOP_P, 0.7f}, 4),
                    scope.floats(new float[] {last, last, last, last}, 4),
                    scope.booleans(false, false, false, false),
                    EOS,
                    0,
                    false));
            assertThat(scope.toLongs(drawn[0])).containsExactly(0, 1, 4, 1);
        }
    }
}
