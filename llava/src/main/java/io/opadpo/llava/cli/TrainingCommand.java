package io.opadpo.llava.cli;

import io.opadpo.llava.Llava;
import io.opadpo.llava.image.ClipPreprocessor;
import io.opadpo.llava.image.ImageDecoder;
import io.opadpo.llava.train.Training;
import io.opadpo.llava.train.TrainingFolder;
import io.opadpo.llava.train.TrainingImages;
import io.opadpo.llava.train.TrainingResult;
import io.opadpo.llava.train.TrainingRuntime;
import io.opadpo.llava.train.checkpoint.ShutdownSignal;
import io.opadpo.llava.train.data.PreferenceFile;
import io.opadpo.llava.train.telemetry.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What trainings share: a model, data, a folder, and an end that may come at any time. SIGTERM and SIGINT have a last
 * checkpoint written and the result told; the process then ends with exit code 0, as nothing is lost.
 */
abstract class TrainingCommand extends LlavaCommand {

    /** A step, an evaluation and a checkpoint of a large model; supervisors decide on less. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    TrainingData data = new TrainingData();

    @Mixin
    TrainerSettings trainer = new TrainerSettings();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "folder of checkpoints, metrics and the adapter; one that a training was stopped in goes on")
    private Path out = Path.of("");

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "2",
            description = "newest checkpoints kept, besides the best (default: ${DEFAULT-VALUE})")
    private int keep;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            description = "devices that share each batch: N GPUs from --device on, or N copies of the model on the CPU"
                    + " (default: ${DEFAULT-VALUE})")
    private int replicas;

    @Option(
            names = "--feature-cache",
            paramLabel = "GIB",
            description = "disk space for vision features of a frozen tower, until the training ends (default: 64)")
    private @Nullable Integer featureCache;

    /** The model that trains. */
    ModelOptions model() {
        return engine.model;
    }

    /**
     * What to run once the model is there.
     *
     * @throws IllegalArgumentException naming the option that is out of range
     */
    abstract Function<TrainingRuntime, Training> plan();

    @Override
    public Integer call() throws IOException {
        Function<TrainingRuntime, Training> plan;
        TrainingFolder folder;
        try {
            plan = plan();
            folder = folder();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        try (PreferenceFile source = data.open();
                ShutdownSignal signal = ShutdownSignal.install(GRACE);
                Llava llava = engine.load(progress("load"));
                Replicas models = Replicas.load(llava.model(), engine, replicas, progress("load replicas"))) {
            Training training = plan.apply(runtime(llava, models, signal));
            TrainingResult result = training.run(source.toString(), source, folder);
            output().line(TrainingReport.of(result));
            signal.exitWith(LlavaCli.OK);
        }
        return LlavaCli.OK;
    }

    private TrainingFolder folder() {
        if (replicas < 1) {
            throw new IllegalArgumentException("--replicas is " + replicas + " but must be 1 or more");
        }
        return featureCache == null
                ? new TrainingFolder(out, keep)
                : new TrainingFolder(out, keep, (long) featureCache << 30);
    }

    private TrainingRuntime runtime(Llava llava, Replicas models, ShutdownSignal signal) {
        int side = llava.config().vision().imageSize();
        TrainingImages images =
                new TrainingImages(new ImageDecoder(), ClipPreprocessor.forFolder(engine.model.folder, side));
        TrainingListener listener = new TrainingOutput(output(), progress("reference"), trainingProgress());
        return new TrainingRuntime(
                models.all(), llava.tokenizer(), images, listener, signal::isRequested, Clock.systemUTC());
    }
}
