package io.opadpo.llava.cli;

import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.train.ImageMask;
import io.opadpo.llava.train.OpaDpoTraining;
import io.opadpo.llava.train.TrainerOptions;
import io.opadpo.llava.train.Training;
import io.opadpo.llava.train.TrainingRuntime;
import io.opadpo.llava.train.TrainingStart;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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

    @ArgGroup(multiplicity = "1")
    private Start start = new Start();

    /** One of the two. */
    static final class Start {

        @Option(
                names = "--start",
                paramLabel = "ADAPTER",
                required = true,
                description = "PEFT folder of the adapter to start from, whose rank and alpha stay")
        private @Nullable Path adapter;

        @Option(
                names = "--full",
                required = true,
                description =
                        "no adapter: the model is one that OPA has made whole, and its own weights go on learning")
        private boolean full;
    }

    @Mixin
    private TargetParts targets = new TargetParts();

    @Mixin
    private PairSettings pairs = new PairSettings();

    @Mixin
    private TermSettings terms = new TermSettings();

    @Override
    Function<TrainingRuntime, Training> plan() {
        Set<ModelPart> parts = targets.parts(TargetParts.DECODER);
        TrainingStart weights = start.adapter == null
                ? new TrainingStart.FullModel(model().folder, model().clip, parts)
                : new TrainingStart.Adapter(start.adapter, parts);
        OpaDpoOptions loss = terms.over(pairs.over(OpaDpoOptions.defaults(), data.maxResponse));
        ImageMask mask = terms.imageMask();
        EncodingOptions encoding = data.encoding(pairs.encoding);
        TrainerOptions options = trainer.over(TrainerOptions.opaDpo());
        return runtime -> new OpaDpoTraining(runtime, weights, loss, mask, encoding, options);
    }
}
