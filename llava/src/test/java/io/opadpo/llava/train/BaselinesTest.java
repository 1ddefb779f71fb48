package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.telemetry.Scalars;
import io.opadpo.llava.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {

    @TempDir
    Path temp;

    @Test
    void plainDpoStartsAtTheBaseModelAndLeavesIt() throws IOException {
        TrainingStart start = new TrainingStart.NewAdapter(TinyRun.lora(ModelPart.DECODER));
        TinyRun run = TinyRun.of(TinyRun.preference(start, OpaDpoOptions.dpo(), options(8)), 5, temp);
        assertThat(run.scalar(0, Scalars.LOSS)).isCloseTo(Math.log(2), within(1e-6));
        assertThat(run.scalar(0, Scalars.KL)).isCloseTo(0, within(1e-5));
        assertThat(run.scalar(7, Scalars.LOSS)).isLessThan(run.scalar(0, Scalars.LOSS));
        assertThat(run.scalar(7, Scalars.KL)).isNotCloseTo(0, within(1e-3));
        assertThat(run.scalar(7, "policy/stand_gen_gap_mean")).isPositive();
        assertThat(run.scalar(7, Scalars.MEMORY_BYTES)).isGreaterThan(1e6);
        assertThat(partsThatLearnt()).containsExactly(ModelPart.DECODER);
    }

    @Test
    void visionCanLearnByPreferenceToo() throws IOException {
        TrainingStart start = new TrainingStart.NewAdapter(TinyRun.lora(ModelPart.TOWER, ModelPart.PROJECTOR));
        TinyRun run = TinyRun.of(TinyRun.preference(start, OpaDpoOptions.defaults(), options(4)), 5, temp);
        assertThat(run.scalar(0, Scalars.LOSS)).isCloseTo(6.4 * Math.log(2), within(1e-5));
        assertThat(run.scalar(3, Scalars.LOSS)).isLessThan(run.scalar(0, Scalars.LOSS));
        assertThat(partsThatLearnt()).containsExactly(ModelPart.PROJECTOR, ModelPart.TOWER);
    }

    @Test
    void anAdapterWithoutTheWantedPartsIsRefused() {
        TrainingStart start = new TrainingStart.Adapter(Fixtures.path("tiny-adapter"), Set.of(ModelPart.TOWER));
        assertThatThrownBy(() -> TinyRun.of(TinyRun.preference(start, OpaDpoOptions.defaults(), options(1)), 5, temp))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("tiny-adapter")
                .hasMessageContaining("TOWER");
    }

    @Test
    void plainSftImitatesStandardAnswersAlone() throws IOException {
        TinyRun both = TinyRun.of(TinyRun.sft(SftAnswers.STANDARD_AND_REVISED, options(4)), 5, temp.resolve("both"));
        TinyRun standard = TinyRun.of(TinyRun.sft(SftAnswers.STANDARD, options(4)), 5, temp.resolve("standard"));
        assertThat(standard.scalar(0, Scalars.LOSS)).isNotEqualTo(both.scalar(0, Scalars.LOSS));
        assertThat(standard.scalar(3, Scalars.LOSS)).isLessThan(standard.scalar(0, Scalars.LOSS) - 0.1);
        assertThat(standard.result().report().kept()).isEqualTo(5);
        assertThat(standard.result().resultStep()).isEqualTo(4);
    }

    private static TrainerOptions options(int epochs) {
        return TinyRun.options(epochs, 5, 1e-2, Evaluation.none());
    }

    /** Parts with a B that is no longer zero. */
    private Set<ModelPart> partsThatLearnt() {
        Set<ModelPart> learnt = new TreeSet<>();
        try (SafetensorsFile file = SafetensorsFile.open(temp.resolve("adapter/adapter_model.safetensors"))) {
            for (String name : file.names()) {
                int bytes = Math.toIntExact(file.info(name).bytes());
                FloatBuffer values = file.map(name, 0, bytes).asFloatBuffer();
                boolean moved = false;
                while (name.contains("lora_B") && values.hasRemaining()) {
                    moved |= values.get() != 0;
                }
                for (ModelPart part : ModelPart.values()) {
                    if (moved
                            && part.holds(name.replace("base_model.model.", "").replaceFirst("^model\\.", ""))) {
                        learnt.add(part);
                    }
                }
            }
        }
        return learnt;
    }
}
