package io.opadpo.llava.cli;

import io.opadpo.llava.train.EntropyTerm;
import io.opadpo.llava.train.OpaTraining;
import io.opadpo.llava.train.TrainerOptions;
import io.opadpo.llava.train.Training;
import io.opadpo.llava.train.TrainingRuntime;
import io.opadpo.llava.train.TrainingStart;
import io.opadpo.llava.train.data.Encoding;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.SftAnswers;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code llava train opa}: the first stage. */
@Command(
        name = "opa",
        description = "OPA, the first stage: a new adapter learns standard and revised answers by supervised training.")
final class TrainOpaCommand extends TrainingCommand {

    @Mixin
    private StartSettings start = new StartSettings();

    @ArgGroup(exclusive = false, heading = "%nThe optional entropy term:%n")
    private @Nullable EntropySettings entropy;

    @Override
    Function<TrainingRuntime, Training> plan() {
        TrainingStart weights = start.over(model(), TargetParts.ALL);
        EncodingOptions encoding = data.encoding(Encoding.TIDY);
        TrainerOptions options = trainer.over(TrainerOptions.opa());
        Optional<EntropyTerm> term = Optional.ofNullable(entropy).map(settings -> settings.term(options.seed()));
        return runtime ->
                new OpaTraining(runtime, weights, SftAnswers.STANDARD_AND_REVISED, encoding, options).withEntropy(term);
    }
}
