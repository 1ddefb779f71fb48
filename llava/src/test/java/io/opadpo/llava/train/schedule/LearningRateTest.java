package io.opadpo.llava.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LearningRateTest {

    static List<JsonNode> golden() {
        return GoldenSchedules.of("learning_rates");
    }

    @ParameterizedTest
    @MethodSource("golden")
    void equalsTransformers(JsonNode golden) {
        LearningRate schedule = new LearningRate(
                Decay.valueOf(golden.path("decay").stringValue()),
                golden.path("peak").doubleValue(),
                Warmup.ofSteps(golden.path("warmup").longValue()),
                golden.path("total").longValue());
        for (int step = 0; step < golden.path("rates").size(); step++) {
            // The two math libraries' cosines may differ in the last place.
            assertThat(schedule.at(step))
                    .as("step %d of %s", step, schedule)
                    .isCloseTo(golden.path("rates").get(step).doubleValue(), within(1e-15 * schedule.peak()));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.03, 100, 3", "0.03, 101, 4", "0.03, 10, 1", "0, 10, 0", "1, 10, 10", "0.03, 1, 1"})
    void aWarmupRatioIsRoundedUp(double ratio, long total, long steps) {
        assertThat(Warmup.ofRatio(ratio).steps(total)).isEqualTo(steps);
        assertThat(new LearningRate(Decay.LINEAR, 1, Warmup.ofRatio(ratio), total).at(steps))
                .isEqualTo(steps == total ? 0 : 1);
    }

    @Test
    void anOuterStepOfOpaDpoHasOneRateAndTheFirstHasNone() {
        LearningRate schedule = new LearningRate(Decay.COSINE, 1e-6, Warmup.ofSteps(5), 500);
        assertThat(schedule.at(0)).isZero();
        assertThat(schedule.at(1)).isEqualTo(2e-7);
        assertThat(schedule.at(5)).isEqualTo(1e-6);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesRatesThatMakeNoSense(double peak) {
        assertThatThrownBy(() -> new LearningRate(Decay.LINEAR, peak, Warmup.none(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Learning rate");
    }

    @Test
    void refusesStepsThatMakeNoSense() {
        assertThatThrownBy(() -> new LearningRate(Decay.LINEAR, 1, Warmup.none(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Warmup.ofSteps(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Warmup.ofRatio(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Warmup.ofRatio(1.01)).isInstanceOf(IllegalArgumentException.class);
        LearningRate schedule = new LearningRate(Decay.LINEAR, 1, Warmup.none(), 1);
        assertThatThrownBy(() -> schedule.at(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
