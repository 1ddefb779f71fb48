package io.opadpo.llava.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpaDpoOptionsTest {

    static Stream<Arguments> nonsense() {
        OpaDpoOptions defaults = OpaDpoOptions.defaults();
        return Stream.of(
                bad("beta is 0.0", () -> PairLoss.DEFAULT.withBeta(0)),
                bad("beta is NaN", () -> PairLoss.DEFAULT.withBeta(Double.NaN)),
                bad("beta is Infinity", () -> PairLoss.DEFAULT.withBeta(Double.POSITIVE_INFINITY)),
                bad("labelSmoothing is 0.5", () -> PairLoss.DEFAULT.withLabelSmoothing(0.5)),
                bad("labelSmoothing is NaN", () -> PairLoss.DEFAULT.withLabelSmoothing(Double.NaN)),
                bad("alpha is 0.0", () -> new Divergence.Alpha(0)),
                bad("standard coefficient is -1.0", () -> new PairCoefficients(-1, 1, 1)),
                bad("revised coefficient is NaN", () -> new PairCoefficients(1, Double.NaN, 1)),
                bad("contrastive coefficient is Infinity", () -> new PairCoefficients(1, 1, Double.POSITIVE_INFINITY)),
                bad("anchor coefficient is -0.1", () -> new Anchor(-0.1, 0, Anchor.Kind.SQUARED)),
                bad("anchor target is NaN", () -> new Anchor(1, Double.NaN, Anchor.Kind.SQUARED)),
                bad("paddedLength is 0", () -> defaults.withPaddedLength(0)),
                bad(
                        "above 0 for some term",
                        () -> defaults.withAnchor(Anchor.NONE).withCoefficients(new PairCoefficients(0, 0, 1))),
                bad("number of tokens is 0", () -> ResponseLogProbs.withoutReference(new float[0])),
                bad("length of reference is 2", () -> ResponseLogProbs.unweighted(new float[1], new float[2])),
                bad("score weight is NaN", () -> weighted(Float.NaN, 1)),
                bad("image weight is -1.0", () -> weighted(1, -1)));
    }

    private static Arguments bad(String message, ThrowingCallable code) {
        return Arguments.of(message, code);
    }

    private static ResponseLogProbs weighted(float score, float image) {
        return new ResponseLogProbs(new float[1], new float[1], new float[] {score}, new float[] {image});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void nonsenseIsRefusedByName(String message, ThrowingCallable code) {
        assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void termsThatAreOffNeedNoAnswers() {
        OpaDpoOptions defaults = OpaDpoOptions.defaults();
        assertThat(defaults.responses()).containsExactly(PreferenceResponse.values());
        assertThat(defaults.withCoefficients(new PairCoefficients(1, 1, 0)).responses())
                .containsExactly(PreferenceResponse.STANDARD, PreferenceResponse.ORIGINAL, PreferenceResponse.REVISED);
        assertThat(defaults.withCoefficients(new PairCoefficients(0, 0, 0)).responses())
                .containsExactly(PreferenceResponse.STANDARD, PreferenceResponse.REVISED);
        assertThat(defaults.withAnchor(Anchor.NONE)
                        .withCoefficients(new PairCoefficients(0, 1, 0.2))
                        .responses())
                .containsExactly(
                        PreferenceResponse.ORIGINAL, PreferenceResponse.REVISED, PreferenceResponse.MASKED_REVISED);
    }
}
