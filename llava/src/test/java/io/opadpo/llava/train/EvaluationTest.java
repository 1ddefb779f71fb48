package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.schedule.HeldOut;
import io.opadpo.llava.train.telemetry.EarlyStopping;
import io.opadpo.llava.train.telemetry.Objective;
import io.opadpo.llava.train.telemetry.Scalars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

    private static final String LOSS = "eval/loss/total";
    private static final HeldOut HELD_OUT = new HeldOut(0.4, 1);
    private static final int SAMPLES = 8;

    @TempDir
    Path temp;

    @Test
    void someSamplesAreHeldOut() {
        long held = IntStream.range(0, SAMPLES)
                .filter(i -> HELD_OUT.holds("sample-" + i))
                .count();
        assertThat(held).isBetween(2L, 5L);
    }

    @Test
    void itHappensAtItsStepsAndTheLastAndLeavesNoTraceInTraining() throws IOException {
        TinyRun often = run("often", Evaluation.of(HELD_OUT, 1));
        TinyRun seldom = run("seldom", Evaluation.of(HELD_OUT, 2));
        assertThat(often.scalars(LOSS)).hasSize(3).doesNotContainNull();
        assertThat(seldom.scalars(LOSS))
                .containsExactly(
                        null, often.scalars(LOSS).get(1), often.scalars(LOSS).get(2));
        assertThat(seldom.scalars(Scalars.LOSS)).isEqualTo(often.scalars(Scalars.LOSS));
        assertThat(often.scalar(0, "eval/loss/nll")).isCloseTo(often.scalar(0, LOSS), within(1e-12));
    }

    private TinyRun run(String name, Evaluation evaluation) throws IOException {
        return TinyRun.of(
                TinyRun.sft(SftAnswers.STANDARD_AND_REVISED, TinyRun.options(3, 8, 1e-2, evaluation)),
                SAMPLES,
                temp.resolve(name));
    }

    /** At this rate the adapter learns its few samples by heart, so that others soon get less likely. */
    @Test
    void trainingStopsEarlyWithItsBestAdapter() throws IOException {
        Evaluation evaluation = Evaluation.of(HELD_OUT, 1).stoppingAfter(2);
        var training = TinyRun.sft(SftAnswers.STANDARD, TinyRun.options(60, 8, 5e-2, evaluation));
        TinyRun run = TinyRun.of(training, SAMPLES, temp);
        TrainingResult result = run.result();
        List<Double> losses = run.scalars(LOSS);
        int best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow()) + 1;
        assertThat(result.finished()).isTrue();
        assertThat(result.step()).isEqualTo(best + 2L).isLessThan(result.totalSteps());
        assertThat(result.resultStep()).isEqualTo(best);
        assertThat(result.evaluations()).isEqualTo(new EarlyStopping.State(losses.get(best - 1), best, 2));
        assertThat(temp.resolve("adapter/adapter_model.safetensors"))
                .hasSameBinaryContentAs(
                        temp.resolve(String.format("checkpoints/step-%06d/adapter/adapter_model.safetensors", best)));

        TinyRun again = TinyRun.of(training, SAMPLES, temp);
        assertThat(again.records()).isEmpty();
        assertThat(again.result()).isEqualTo(result);
    }

    /** Stopped between a new best and the patience's end, so that both must be remembered. */
    @Test
    void aResumedOpaDpoEvaluatesAndStopsAsTheUninterruptedOneDoes() throws IOException {
        EarlyStopping stopping = new EarlyStopping(Objective.minimise(LOSS), 2, 0.003);
        Evaluation evaluation = new Evaluation(HELD_OUT, 2, Optional.of(stopping));
        var training = TinyRun.opaDpo(TinyRun.options(8, 2, 3e-2, evaluation));
        TinyRun whole = TinyRun.of(training, SAMPLES, temp.resolve("whole"));
        int stop = (int) whole.result().evaluations().bestStep() + 3;
        TinyRun first = TinyRun.of(training, SAMPLES, temp.resolve("parts"), stop);
        assertThat(first.result().finished()).isFalse();
        assertThat(first.result().result()).isEmpty();
        TinyRun second = TinyRun.of(training, SAMPLES, temp.resolve("parts"));

        assertThat(joined(first, second, LOSS)).isEqualTo(whole.scalars(LOSS));
        assertThat(joined(first, second, Scalars.LOSS)).isEqualTo(whole.scalars(Scalars.LOSS));
        assertThat(second.result().step()).isEqualTo(whole.result().step());
        assertThat(second.result().step()).isLessThan(whole.result().totalSteps());
        assertThat(second.result().evaluations()).isEqualTo(whole.result().evaluations());
        String weights = "adapter/adapter_model.safetensors";
        assertThat(temp.resolve("parts").resolve(weights))
                .hasSameBinaryContentAs(temp.resolve("whole").resolve(weights));
    }

    private static List<Double> joined(TinyRun first, TinyRun second, String name) {
        List<Double> values = new ArrayList<>(first.scalars(name));
        values.addAll(second.scalars(name));
        return values;
    }

    @Test
    void aSplitWithoutSamplesOnOneSideIsRefused() {
        for (double fraction : new double[] {1e-9, 0.999}) {
            Evaluation evaluation = Evaluation.of(new HeldOut(fraction, 1), 1);
            assertThatThrownBy(() -> run("none " + fraction, evaluation))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("of 8 samples");
        }
    }

    @Test
    void halfASettingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Evaluation.of(HELD_OUT, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Evaluation.of(HELD_OUT, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Evaluation.of(new HeldOut(0, 1), 5));
        assertThatIllegalArgumentException().isThrownBy(() -> Evaluation.none().stoppingAfter(1));
        assertThat(Evaluation.none().stopping()).isEqualTo(Optional.empty());
    }
}
