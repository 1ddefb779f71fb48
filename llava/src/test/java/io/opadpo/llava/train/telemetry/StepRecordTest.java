package io.opadpo.llava.train.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StepRecordTest {

    @Test
    void keepsTheOrderOfItsScalarsAndItsOwnCopy() {
        Map<String, Double> scalars = Steps.scalars("z", 1.0, "a", 2.0, "m", 3.0);
        StepRecord step = Steps.step(1, scalars);
        scalars.clear();
        assertThat(step.scalars().keySet()).containsExactly("z", "a", "m");
        assertThatThrownBy(() -> step.scalars().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anEvaluationAddsItsResults() {
        StepRecord step = Steps.step(4, Steps.scalars("loss/total", 1.0)).with(Steps.scalars("eval/loss", 2.0));
        assertThat(step.scalars()).containsExactlyEntriesOf(Steps.scalars("loss/total", 1.0, "eval/loss", 2.0));
        assertThat(step.step()).isEqualTo(4);
    }

    @Test
    void stepsAreCountedFromOne() {
        assertThatThrownBy(() -> Steps.step(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
