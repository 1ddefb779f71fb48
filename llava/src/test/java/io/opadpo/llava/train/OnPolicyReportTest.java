package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.model.TokenStatistics;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OnPolicyReportTest {

    private static final Offset<Double> TOLERANCE = Offset.offset(1e-6);

    /** An answer of so many tokens, all of the same log-probability, entropy and divergence. */
    private static TokenStatistics answer(int tokens, double logProb, double entropy, double kl) {
        float[][] values = new float[3][tokens];
        for (int t = 0; t < tokens; t++) {
            values[0][t] = (float) logProb;
            values[1][t] = (float) entropy;
            values[2][t] = (float) kl;
        }
        return new TokenStatistics(values[0], values[1], values[2]);
    }

    @Test
    void meansAreOverTokensNotOverAnswers() {
        OnPolicyReport.Fit fit = OnPolicyReport.Fit.of(List.of(answer(1, -4, 1, 0.3), answer(3, -2, 0.6, 0.1)));
        assertThat(fit.tokens()).isEqualTo(4);
        assertThat(fit.logProb()).isCloseTo(-2.5, TOLERANCE);
        assertThat(fit.entropy()).isCloseTo(0.7, TOLERANCE);
        assertThat(fit.klToBase()).isCloseTo(0.15, TOLERANCE);
        assertThat(fit.surprise()).isCloseTo(1.8, TOLERANCE);
    }

    @Test
    void answersThatThePolicyWouldNotGiveAreWarnedOf() {
        TokenStatistics usual = answer(5, -0.8, 0.8, 0);
        TokenStatistics strange = answer(5, -2, 0.8, 0);
        OnPolicyReport report =
                OnPolicyReport.of(List.of(strange, strange), List.of(usual, usual), List.of(usual, usual));
        assertThat(report.offPolicyStandard()).isEqualTo(1);
        assertThat(report.offPolicyRevised()).isZero();
        assertThat(report.warnings()).singleElement().asString().contains("100% of the standard answers", "1.20 nats");
    }

    /** The policy may have sampled warmer than 1, which makes its own answers surprising too. */
    @Test
    void answersAreMeasuredByThePolicysOwn() {
        TokenStatistics warm = answer(5, -1.6, 0.8, 0);
        OnPolicyReport report = OnPolicyReport.of(List.of(warm), List.of(warm), List.of(warm));
        assertThat(report.warnings()).isEmpty();
    }

    /** Cold samples surprise less than nothing; that makes ordinary answers no worse. */
    @Test
    void coldSamplesAreNoHigherMeasure() {
        TokenStatistics cold = answer(5, -0.1, 0.8, 0);
        TokenStatistics ordinary = answer(5, -0.9, 0.8, 0);
        OnPolicyReport report = OnPolicyReport.of(List.of(ordinary), List.of(ordinary), List.of(cold));
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void aFewOffPolicyPairsAreNoReasonToWarn() {
        TokenStatistics usual = answer(5, -0.8, 0.8, 0);
        TokenStatistics strange = answer(5, -2, 0.8, 0);
        List<TokenStatistics> mixed = List.of(strange, usual, usual);
        OnPolicyReport report = OnPolicyReport.of(mixed, mixed, List.of(usual, usual, usual));
        assertThat(report.offPolicyStandard()).isCloseTo(1.0 / 3, TOLERANCE);
        assertThat(report.warnings()).isEmpty();
    }
}
