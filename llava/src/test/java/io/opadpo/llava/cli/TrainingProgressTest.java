package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.train.telemetry.Scalars;
import io.opadpo.llava.train.telemetry.StepRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {

    private final StringWriter err = new StringWriter();
    private long nanos;

    private TrainingProgress progress(boolean shown) {
        return new TrainingProgress(new PrintWriter(err), shown, () -> nanos);
    }

    private static StepRecord step(int number, Map<String, Double> scalars) {
        return new StepRecord(number, number, number / 2.0, Instant.EPOCH, scalars);
    }

    @Test
    void aLineASecondAtMostAndOneAtTheEnd() {
        TrainingProgress progress = progress(true);
        progress.start(7, 10);
        nanos += 500_000_000;
        progress.update(step(8, Map.of(Scalars.LOSS, 4.5)));
        nanos += 500_000_000;
        progress.update(step(9, Map.of(Scalars.LOSS, 4.25, Scalars.ETA_SECONDS, 3661.0)));
        progress.update(step(10, Map.of(Scalars.LOSS, 4.0, Scalars.ETA_SECONDS, 0.0, "eval/loss/total", 4.125)));
        assertThat(err.toString().lines())
                .containsExactly(
                        "train goes on after step 7/10",
                        "train 9/10, epoch 4.50, loss 4.2500, 1:01:01 left",
                        "train 10/10, epoch 5.00, loss 4.0000, held-out loss 4.1250");
    }

    @Test
    void quietIsQuiet() {
        TrainingProgress progress = progress(false);
        progress.start(1, 2);
        progress.update(step(2, Map.of()));
        assertThat(err.toString()).isEmpty();
    }
}
