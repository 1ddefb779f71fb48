package io.opadpo.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.trainer.benchmark.Metric;
import io.opadpo.trainer.evaluation.Bootstrap.Sampled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private static final Metric SHARE = Metric.ratio("share", "hits", "answers");

    private final Bootstrap bootstrap = new Bootstrap(List.of(SHARE), 42);

    /** Answers, each about a picture of its own unless several share one. */
    private static CountTable answers(int pictures, int perPicture, IntPredicate hits) {
        List<BenchmarkAnswer> answers = new ArrayList<>();
        for (int i = 0; i < pictures * perPicture; i++) {
            int picture = i / perPicture;
            answers.add(new BenchmarkAnswer(
                    "b",
                    "p",
                    "" + i,
                    "picture" + picture,
                    "?",
                    List.of(),
                    "",
                    "end",
                    Map.of("answers", 1, "hits", hits.test(picture) ? 1 : 0),
                    List.of()));
        }
        return CountTable.of(answers);
    }

    private Estimate share(CountTable table) {
        return Objects.requireNonNull(
                bootstrap.estimates(bootstrap.sample(table)).get("share"));
    }

    /** A resampled share is binomial; for 400 pictures its 95 % interval is ±1.96·√(p(1−p)/n) by the normal law. */
    @Test
    void aSharesIntervalIsThatOfTheBinomial() {
        double p = 0.3;
        double half = 1.96 * Math.sqrt(p * (1 - p) / 400);
        Estimate estimate = share(answers(400, 1, picture -> picture % 10 < 3));
        assertThat(estimate.value()).isEqualTo(p, within(1e-12));
        assertThat(estimate.low()).isCloseTo(p - half, within(0.1 * half));
        assertThat(estimate.high()).isCloseTo(p + half, within(0.1 * half));
    }

    /** Four equal answers about each picture tell no more than one. */
    @Test
    void answersAboutAPictureAreNotIndependent() {
        IntPredicate hits = picture -> picture % 2 == 0;
        assertThat(share(answers(100, 4, hits))).isEqualTo(share(answers(100, 1, hits)));
    }

    @Test
    void theSeedDecides() {
        CountTable table = answers(60, 1, picture -> picture % 7 == 0);
        assertThat(share(table)).isEqualTo(share(table));
        Bootstrap other = new Bootstrap(List.of(SHARE), 43);
        assertThat(other.sample(table).resampled()[0])
                .isNotEqualTo(bootstrap.sample(table).resampled()[0]);
    }

    /** The policies differ on the same ten of a hundred pictures; unpaired, the interval would contain zero. */
    @Test
    void differencesArePaired() {
        Sampled base = bootstrap.sample(answers(100, 1, picture -> picture < 50));
        Sampled cured = bootstrap.sample(answers(100, 1, picture -> picture < 40));
        Estimate difference =
                Objects.requireNonNull(bootstrap.differences(cured, base).get("share"));
        double half = 1.96 * Math.sqrt(0.1 * 0.9 / 100);
        assertThat(difference.value()).isCloseTo(-0.1, within(1e-12));
        assertThat(difference.low()).isCloseTo(-0.1 - half, within(0.2 * half));
        assertThat(difference.high()).isCloseTo(-0.1 + half, within(0.2 * half)).isNegative();
        assertThat(bootstrap.differences(base, base).get("share")).isEqualTo(new Estimate(0.0, 0.0, 0.0));
    }

    @Test
    void aShareOfNothingIsUndefined() {
        Bootstrap nothing = new Bootstrap(List.of(Metric.ratio("share", "hits", "mentions")), 42);
        CountTable table = answers(3, 1, picture -> false);
        assertThat(nothing.estimates(nothing.sample(table)).get("share")).isEqualTo(new Estimate(null, null, null));
    }
}
