package io.opadpo.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricCatalogTest {
    @Test
    void coverageStandsBesideHallucination() {
        assertThat(MetricCatalog.of("chair", List.of("mean_words", "recall", "malformed", "chair_s", "chair_i")))
                .extracting(MetricInfo::key)
                .containsExactly("chair_i", "chair_s", "recall", "malformed", "mean_words");
    }

    @Test
    void partsFollowTheWholeAndOthersCloseTheList() {
        List<MetricInfo> metrics =
                MetricCatalog.of("pope", List.of("random.f1", "f1", "accuracy", "of_my_own", "random.accuracy"));
        assertThat(metrics)
                .extracting(MetricInfo::title)
                .containsExactly("Accuracy", "F1", "F1, random", "of_my_own", "Accuracy, random");
        assertThat(metrics.get(2).unit()).isEqualTo(Unit.SHARE);
        assertThat(metrics.get(3).unit()).isEqualTo(Unit.PLAIN);
    }

    @Test
    void aDifferenceIsOnlyJudgedWhereItsIntervalIsClearOfZero() {
        List<MetricInfo> metrics = MetricCatalog.of("chair", List.of("chair_i", "recall", "mean_words"));
        MetricInfo chair = metrics.get(0);
        MetricInfo recall = metrics.get(1);
        assertThat(chair.verdict(new Estimate(-0.1, -0.15, -0.05))).isEqualTo("better");
        assertThat(chair.verdict(new Estimate(0.1, 0.05, 0.15))).isEqualTo("worse");
        assertThat(chair.verdict(new Estimate(-0.1, -0.15, 0.0))).isEqualTo("unclear");
        assertThat(chair.verdict(new Estimate(0, 0, 0))).isEqualTo("unchanged");
        assertThat(recall.verdict(new Estimate(-0.1, -0.15, -0.05))).isEqualTo("worse");
        assertThat(metrics.get(2).verdict(new Estimate(-3, -4, -2))).isEqualTo("changed");
    }
}
