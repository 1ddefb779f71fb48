package io.opadpo.llava.cli;

import io.opadpo.llava.train.OpaTraining;
import io.opadpo.llava.train.TrainerOptions;
import io.opadpo.llava.train.Training;
import io.opadpo.llava.train.TrainingRuntime;
import io.opadpo.llava.train.TrainingStart;
import io.opadpo.llava.train.data.Encoding;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.SftAnswers;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code llava train sft}: a baseline. */
@Command(
        name = "sft",
        description = "Plain supervised fine-tuning, a baseline: a new adapter learns the standard answers alone.")
final class TrainSftCommand extends TrainingCommand {

    @Mixin
    private StartSettings start = new StartSettings();

    @Override
    Function<TrainingRuntime, Training> plan() {
        TrainingStart weights = start.over(model(), TargetParts.ALL);
        EncodingOptions encoding = data.encoding(Encoding.TIDY).withoutReports();
        TrainerOptions options = trainer.over(TrainerOptions.opa());
        return runtime -> new OpaTraining(runtime, weights, SftAnswers.STANDARD, encoding, options);
    }
}
