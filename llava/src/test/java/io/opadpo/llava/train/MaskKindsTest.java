package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.telemetry.Scalars;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OPA-DPO with each kind of mask, with images as features and as pixels. */
class MaskKindsTest {

    @TempDir
    Path temp;

    private TinyRun run(ImageMask.Kind kind, ModelPart... parts) throws IOException {
        TrainingStart start = new TrainingStart.NewAdapter(TinyRun.lora(parts));
        TrainerOptions options = TinyRun.options(4, 5, 1e-2, Evaluation.none());
        return TinyRun.of(
                runtime -> new OpaDpoTraining(
                        runtime,
                        start,
                        OpaDpoOptions.defaults(),
                        new ImageMask(kind, 0.5, 3),
                        EncodingOptions.DEFAULT.withLengths(400, 400),
                        options),
                5,
                temp.resolve(kind.toString()));
    }

    private static void assertLearns(TinyRun run) {
        assertThat(run.scalar(0, Scalars.LOSS)).isCloseTo(6.4 * Math.log(2), within(1e-5));
        assertThat(run.scalar(3, Scalars.LOSS)).isLessThan(run.scalar(0, Scalars.LOSS));
        assertThat(run.scalar(0, "logprobs/standard_mask_logprobs"))
                .isNotEqualTo(run.scalar(0, "logprobs/standard_logprobs"));
    }

    @ParameterizedTest
    @EnumSource
    void everyKindStartsAtTheOracleAndLearns(ImageMask.Kind kind) throws IOException {
        assertLearns(run(kind, ModelPart.DECODER));
    }

    /** Reference log-probabilities come from features then, the policy's from pixels: they agree. */
    @ParameterizedTest
    @EnumSource
    void visionCanLearnWithEveryKind(ImageMask.Kind kind) throws IOException {
        assertLearns(run(kind, ModelPart.TOWER, ModelPart.PROJECTOR));
    }

    @Test
    void kindsDiffer() throws IOException {
        String masked = "logprobs/standard_mask_logprobs";
        assertThat(run(ImageMask.Kind.ATTENTION, ModelPart.DECODER).scalar(0, masked))
                .isNotEqualTo(run(ImageMask.Kind.BLOCKWISE, ModelPart.DECODER).scalar(0, masked));
    }
}
