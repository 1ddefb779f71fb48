package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.model.TokenStatistics;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OnPolicyReportTest {

    private static final Offset<Double> TOLERANCE = Offset.offset(1e-6);

    /** An answer of so many tokens, all of the same values. */
    private static TokenStatistics answer(int tokens, double logProb, double entropy, double variance, double kl) {
        float[][] values = new float[4][tokens];
        for (int t = 0; t < tokens; t++) {
            values[0][t] = (float) logProb;
            values[1][t] = (float) entropy;
            values[2][t] = (float) variance;
            values[3][t] = (float) kl;
        }
        return new TokenStatistics(values[0], values[1], values[2], values[3]);
    }

    /** Of 16 tokens with a standard deviation of 2 nats in all. */
    private static TokenStatistics surprisingBy(double nats) {
        return answer(16, -0.8 - nats / 16, 0.8, 4.0 / 16, 0);
    }

    @Test
    void meansAreOverTokensNotOverAnswers() {
        OnPolicyReport.Fit fit =
                OnPolicyReport.Fit.of(List.of(answer(1, -4, 1, 1, 0.3), answer(3, -2, 0.6, 1, 0.1)), 0);
        assertThat(fit.tokens()).isEqualTo(4);
        assertThat(fit.logProb()).isCloseTo(-2.5, TOLERANCE);
        assertThat(fit.entropy()).isCloseTo(0.7, TOLERANCE);
        assertThat(fit.klToBase()).isCloseTo(0.15, TOLERANCE);
        assertThat(fit.surprise()).isCloseTo(1.8, TOLERANCE);
    }

    @Test
    void anAnswerIsOffPolicyBeyondThreeStandardDeviations() {
        assertThat(OnPolicyReport.Fit.of(List.of(surprisingBy(5.9)), 0).offPolicy())
                .isZero();
        assertThat(OnPolicyReport.Fit.of(List.of(surprisingBy(6.1)), 0).offPolicy())
                .isEqualTo(1);
        assertThat(OnPolicyReport.Fit.of(List.of(surprisingBy(-20)), 0).offPolicy())
                .as("samples that are colder than the policy")
                .isZero();
    }

    @Test
    void answersThatThePolicyWouldNotGiveAreWarnedOf() {
        List<TokenStatistics> usual = List.of(surprisingBy(0), surprisingBy(1), surprisingBy(-1), surprisingBy(2));
        List<TokenStatistics> strange = List.of(surprisingBy(9), surprisingBy(1), surprisingBy(-1), surprisingBy(2));
        OnPolicyReport report = OnPolicyReport.of(strange, usual, usual);
        assertThat(report.samples()).isEqualTo(4);
        assertThat(report.warnings()).singleElement().asString().contains("25% of the standard answers", "OPA");
        assertThat(OnPolicyReport.of(usual, strange, usual).warnings())
                .singleElement()
                .asString()
                .contains("revised answers");
        assertThat(OnPolicyReport.of(usual, usual, strange).warnings())
                .singleElement()
                .asString()
                .contains("original answers", "another model's");
    }

    /** Samples cut off by top-p surprise less than the policy expects; what is usual is measured by them. */
    @Test
    void coldSamplesMakeTheMeasureStricter() {
        List<TokenStatistics> cold = List.of(surprisingBy(-4), surprisingBy(-4));
        OnPolicyReport report = OnPolicyReport.of(List.of(surprisingBy(2.1)), List.of(surprisingBy(1.9)), cold);
        assertThat(report.standard().offPolicy()).isEqualTo(1);
        assertThat(report.revised().offPolicy()).isZero();
        assertThat(report.original().offPolicy()).isZero();
    }

    /** Another model's answers are no measure of what is usual. */
    @Test
    void surprisingOriginalsDoNotMakeItLaxer() {
        List<TokenStatistics> others = List.of(surprisingBy(20));
        OnPolicyReport report = OnPolicyReport.of(others, List.of(surprisingBy(5.9)), others);
        assertThat(report.standard().offPolicy()).isEqualTo(1);
        assertThat(report.revised().offPolicy()).isZero();
    }

    @Test
    void aFewOffPolicyAnswersAreNoReasonToWarn() {
        List<TokenStatistics> mixed =
                List.of(surprisingBy(9), surprisingBy(0), surprisingBy(0), surprisingBy(0), surprisingBy(0));
        OnPolicyReport report = OnPolicyReport.of(mixed, mixed, mixed);
        assertThat(report.standard().offPolicy()).isCloseTo(0.2, TOLERANCE);
        assertThat(report.warnings()).isEmpty();
    }
}
