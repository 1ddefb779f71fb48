package io.opadpo.llava.train.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

    @Test
    void stopsAfterPatienceEvaluationsWithoutANewBest() {
        EarlyStopping rule = new EarlyStopping(Objective.minimise("eval/loss"), 2, 0);
        assertThat(stopsAt(rule, 3, 2, 2.5, 1, 1, 1.5, 0)).isEqualTo(6);
        assertThat(stopsAt(rule, 5, 4, 3, 2, 1)).isZero();
        assertThat(stopsAt(new EarlyStopping(Objective.maximise("eval/accuracy"), 1, 0), 1, 2, 3, 2.9))
                .isEqualTo(4);
    }

    @Test
    void anImprovementIsLargerThanTheLeastOne() {
        EarlyStopping rule = new EarlyStopping(Objective.minimise("eval/loss"), 2, 0.5);
        assertThat(stopsAt(rule, 3, 2.5, 2.5)).isEqualTo(3);
        // Small gains add up, since each is measured from the best.
        assertThat(stopsAt(rule, 3, 2.75, 2.25, 2)).isZero();
    }

    @Test
    void nanAndInfinityAreNoImprovement() {
        EarlyStopping rule = new EarlyStopping(Objective.minimise("eval/loss"), 2, 0);
        assertThat(stopsAt(rule, Double.NaN, Double.NaN)).isEqualTo(2);
        assertThat(stopsAt(rule, 1, Double.NaN, Double.POSITIVE_INFINITY)).isEqualTo(3);
        assertThat(stopsAt(rule, Double.POSITIVE_INFINITY, 5, Double.NaN, 4)).isZero();
    }

    @Test
    void theStateTellsTheBest() {
        EarlyStopping rule = new EarlyStopping(Objective.maximise("eval/accuracy"), 3, 0);
        EarlyStopping.State state = rule.next(rule.next(rule.start(), 10, 0.5), 20, 0.4);
        assertThat(state).isEqualTo(new EarlyStopping.State(0.5, 10, 1));
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        Objective objective = Objective.minimise("x");
        assertThatThrownBy(() -> new EarlyStopping(objective, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EarlyStopping(objective, 1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The evaluation, counted from 1, after which training stops; 0 if it does not. */
    private static int stopsAt(EarlyStopping rule, double... values) {
        EarlyStopping.State state = rule.start();
        for (int i = 0; i < values.length; i++) {
            state = rule.next(state, i + 1L, values[i]);
            if (rule.shouldStop(state)) {
                return i + 1;
            }
        }
        return 0;
    }
}
