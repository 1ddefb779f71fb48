package io.opadpo.llava.cli;

import io.opadpo.llava.train.ImageMask;
import io.opadpo.llava.train.OpaDpoTraining;
import io.opadpo.llava.train.TrainerOptions;
import io.opadpo.llava.train.Training;
import io.opadpo.llava.train.TrainingRuntime;
import io.opadpo.llava.train.TrainingStart;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code llava train dpo}: a baseline. */
@Command(
        name = "dpo",
        description =
                "Plain DPO, a baseline: a new adapter learns to prefer standard to original answers, with the base"
                        + " model as the reference.")
final class TrainDpoCommand extends TrainingCommand {

    @Mixin
    private StartSettings start = new StartSettings();

    @Mixin
    private PairSettings pairs = new PairSettings();

    @Override
    Function<TrainingRuntime, Training> plan() {
        TrainingStart weights = start.over(model(), TargetParts.DECODER);
        OpaDpoOptions loss = pairs.over(OpaDpoOptions.dpo(), data.maxResponse);
        EncodingOptions encoding = data.encoding(pairs.encoding).withoutReports();
        TrainerOptions options = trainer.over(TrainerOptions.opaDpo());
        // Plain DPO masks nothing.
        ImageMask mask = ImageMask.defaults(0);
        return runtime -> new OpaDpoTraining(runtime, weights, loss, mask, encoding, options);
    }
}
