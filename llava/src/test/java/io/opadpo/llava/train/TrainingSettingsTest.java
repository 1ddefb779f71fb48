package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.loss.Divergence;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.schedule.Decay;
import io.opadpo.llava.train.schedule.Warmup;
import io.opadpo.llava.train.telemetry.Scalars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder goes on only with the settings and the data that it began with. */
class TrainingSettingsTest {

    @TempDir
    Path temp;

    private static Function<TrainingRuntime, Training> sft(double rate) {
        return TinyRun.sft(SftAnswers.STANDARD, TinyRun.options(2, 2, rate, Evaluation.none()));
    }

    private static Function<TrainingRuntime, Training> opaDpo(OpaDpoOptions loss, ModelPart... parts) {
        TrainingStart start = new TrainingStart.Adapter(Fixtures.path("tiny-adapter"), Set.of(parts));
        return TinyRun.preference(start, loss, TinyRun.options(2, 2, 1e-3, Evaluation.none()));
    }

    @Test
    void anotherLearningRateIsRefused() throws IOException {
        TinyRun.of(sft(1e-2), 4, temp, 2);
        assertThatThrownBy(() -> TinyRun.of(sft(1e-3), 4, temp))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("training.json")
                .hasMessageContaining("options.learningRate was 0.01 and is 0.001;");
        assertThat(TinyRun.of(sft(1e-2), 4, temp).records()).hasSize(2);
    }

    @Test
    void otherDataIsRefused() throws IOException {
        TinyRun.of(sft(1e-2), 4, temp, 2);
        assertThatThrownBy(() -> TinyRun.of(sft(1e-2), 5, temp))
                .hasMessageContaining("samples was 4 and is 5")
                .hasMessageContaining("samples_sha256");
    }

    @Test
    void anotherLossOrKindIsRefusedEvenBeforeTheFirstStep() throws IOException {
        OpaDpoOptions loss = OpaDpoOptions.defaults();
        TinyRun.of(opaDpo(loss, ModelPart.DECODER), 4, temp, 0);
        assertThat(temp.resolve("reference.safetensors")).doesNotExist();
        TinyRun.of(opaDpo(loss, ModelPart.DECODER), 4, temp, 1);
        OpaDpoOptions sharper = loss.withPairLoss(loss.pairLoss().withBeta(0.5));
        assertThatThrownBy(() -> TinyRun.of(opaDpo(sharper, ModelPart.DECODER), 4, temp))
                .hasMessageContaining("loss.pairLoss.beta was 0.1 and is 0.5");
        assertThatThrownBy(() -> TinyRun.of(sft(1e-2), 4, temp)).hasMessageContaining("kind was \"opa-dpo\"");
    }

    /** Kinds that have no fields of their own. */
    @Test
    void anotherDivergenceOrTargetIsRefused() throws IOException {
        OpaDpoOptions loss = OpaDpoOptions.defaults();
        TinyRun.of(opaDpo(loss, ModelPart.DECODER), 4, temp.resolve("dpo"), 1);
        OpaDpoOptions other = loss.withPairLoss(loss.pairLoss().withDivergence(Divergence.JS));
        assertThatThrownBy(() -> TinyRun.of(opaDpo(other, ModelPart.DECODER), 4, temp.resolve("dpo")))
                .hasMessageContaining("loss.pairLoss.divergence.kind was");
    }

    @Test
    void anotherMicroBatchGoesOn() throws IOException {
        TinyRun.of(sft(1e-2), 4, temp, 1);
        TrainerOptions options = new TrainerOptions(
                2, 2, 1, 1, 0, Decay.CONSTANT, 1e-2, Warmup.none(), AdamW.defaults(), 1, 5, Evaluation.none(), 7);
        assertThat(TinyRun.of(TinyRun.sft(SftAnswers.STANDARD, options), 4, temp)
                        .records())
                .hasSize(3);
        assertThat(Files.readString(temp.resolve("memory.json"))).contains("\"microBatch\":1");
    }

    @Test
    void whatHasNotBegunMayChange() throws IOException {
        assertThat(TinyRun.of(sft(1e-2), 4, temp, 0).records()).isEmpty();
        assertThat(TinyRun.of(sft(1e-3), 4, temp).scalar(0, Scalars.LEARNING_RATE))
                .isEqualTo(1e-3);
    }

    @Test
    void theMemoryPlanIsKept() throws IOException {
        TinyRun.of(sft(1e-2), 4, temp, 1);
        Path plan = temp.resolve("memory.json");
        String written = Files.readString(plan);
        assertThat(written).contains("\"microBatch\":2");
        TinyRun.of(sft(1e-2), 4, temp);
        assertThat(Files.readString(plan)).isEqualTo(written);
    }
}
