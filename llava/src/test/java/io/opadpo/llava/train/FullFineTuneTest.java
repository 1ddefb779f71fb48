package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.telemetry.Scalars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both stages with the model's own weights in training. */
class FullFineTuneTest {

    private static final TrainingStart EVERYTHING =
            new TrainingStart.FullModel(Fixtures.path("tiny-llava"), null, EnumSet.allOf(ModelPart.class));
    private static final TrainingStart DECODER =
            new TrainingStart.FullModel(Fixtures.path("tiny-llava"), null, EnumSet.of(ModelPart.DECODER));
    private static final String WEIGHTS = "model/model.safetensors";

    @TempDir
    Path temp;

    private static Function<TrainingRuntime, Training> sft(int epochs) {
        TrainerOptions options = TinyRun.options(epochs, 5, 1e-3, Evaluation.none());
        return TinyRun.sft(EVERYTHING, SftAnswers.STANDARD_AND_REVISED, options);
    }

    private static Function<TrainingRuntime, Training> opaDpo(int epochs) {
        TrainerOptions options = TinyRun.options(epochs, 5, 2e-4, Evaluation.none());
        return TinyRun.preference(DECODER, OpaDpoOptions.defaults(), options);
    }

    @Test
    void supervisedTrainingLearns() throws IOException {
        TinyRun run = TinyRun.of(sft(6), 5, temp);
        assertThat(run.scalar(5, Scalars.LOSS)).isLessThan(run.scalar(0, Scalars.LOSS) - 1);
        assertThat(run.result().result()).contains(temp.resolve("model"));
    }

    @Test
    void preferenceTrainingComparesWithTheModelAsItWas() throws IOException {
        TinyRun run = TinyRun.of(opaDpo(4), 5, temp);
        assertThat(run.scalar(0, Scalars.LOSS)).isCloseTo(6.4 * Math.log(2), within(1e-6));
        assertThat(run.scalar(3, Scalars.LOSS)).isLessThan(run.scalar(0, Scalars.LOSS));
    }

    @Test
    void resumedItIsTheUninterruptedOneBitForBit() throws IOException {
        for (Function<TrainingRuntime, Training> training : List.of(sft(4), opaDpo(4))) {
            Path whole = temp.resolve("whole" + training.hashCode());
            Path parts = temp.resolve("parts" + training.hashCode());
            TinyRun uninterrupted = TinyRun.of(training, 5, whole);
            List<Double> losses =
                    new ArrayList<>(TinyRun.of(training, 5, parts, 2).scalars(Scalars.LOSS));
            losses.addAll(TinyRun.of(training, 5, parts).scalars(Scalars.LOSS));
            assertThat(losses).isEqualTo(uninterrupted.scalars(Scalars.LOSS));
            assertThat(parts.resolve(WEIGHTS)).hasSameBinaryContentAs(whole.resolve(WEIGHTS));
        }
    }
}
