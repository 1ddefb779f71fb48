package io.opadpo.llava.cli;

import io.opadpo.llava.train.AdapterStart;
import io.opadpo.llava.train.ImageMask;
import io.opadpo.llava.train.OpaDpoTraining;
import io.opadpo.llava.train.TrainerOptions;
import io.opadpo.llava.train.Training;
import io.opadpo.llava.train.TrainingRuntime;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code llava train opa-dpo}: the second stage. */
@Command(
        name = "opa-dpo",
        description =
                "OPA-DPO, the second stage: an adapter of the first goes on learning by preference, with itself as"
                        + " the reference.")
final class TrainOpaDpoCommand extends TrainingCommand {

    @Option(
            names = "--start",
            paramLabel = "ADAPTER",
            required = true,
            description = "PEFT folder of the adapter to start from, whose rank and alpha stay")
    private Path start = Path.of("");

    @Mixin
    private TargetParts targets = new TargetParts();

    @Mixin
    private PairSettings pairs = new PairSettings();

    @Mixin
    private TermSettings terms = new TermSettings();

    @Override
    Function<TrainingRuntime, Training> plan() {
        AdapterStart adapter = new AdapterStart.Folder(start, targets.parts(TargetParts.DECODER));
        OpaDpoOptions loss = terms.over(pairs.over(OpaDpoOptions.defaults(), data.maxResponse));
        ImageMask mask = terms.imageMask();
        EncodingOptions encoding = data.encoding(pairs.encoding);
        TrainerOptions options = trainer.over(TrainerOptions.opaDpo());
        return runtime -> new OpaDpoTraining(runtime, adapter, loss, mask, encoding, options);
    }
}
