package io.opadpo.llava.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DivergenceTest {

    @Test
    void alphaTowardsZeroIsTheUnweightedReverseKl() {
        assertThat(new Divergence.Alpha(1e-6).utility(2.5, 99)).isCloseTo(2.5, within(1e-5));
    }

    @Test
    void alphaIsCappedWhereSinglePrecisionOverflows() {
        Divergence.Alpha alpha = new Divergence.Alpha(2);
        assertThat(alpha.utility(-44.3, 0)).isLessThan(alpha.utility(-44, 0));
        assertThat(alpha.ratioSlope(-44.3)).isPositive();
        assertThat(alpha.utility(-1e4, 0)).isEqualTo(alpha.utility(-45, 0)).isGreaterThan(-Float.MAX_VALUE);
        assertThat(alpha.ratioSlope(-45)).isZero();
    }

    @Test
    void logisticFunctionsKeepTheirPrecisionFarOut() {
        assertThat(Logistic.logSigmoid(-1e4)).isEqualTo(-1e4);
        assertThat(Logistic.logSigmoid(40)).isCloseTo(-Math.exp(-40), within(1e-30));
        assertThat(Logistic.softplus(1e4)).isEqualTo(1e4);
        assertThat(Logistic.sigmoid(-40)).isCloseTo(Math.exp(-40), within(1e-30));
        assertThat(Logistic.sigmoid(3) + Logistic.sigmoid(-3)).isCloseTo(1, within(1e-15));
    }
}
