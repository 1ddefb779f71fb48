package io.opadpo.llava.bench;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.image.ClipPreprocessor;
import io.opadpo.llava.image.ImageDecoder;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.LoraTargets;
import io.opadpo.llava.model.LlavaLoader;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.torch.DeviceMemory;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.train.TrainableLora;
import io.opadpo.llava.train.TrainingImages;
import io.opadpo.llava.train.TrainingStep;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.train.data.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Measures training steps of a model's shape with random weights: the trainings' own steps, from the pictures on, over
 * {@link TrainSamples}. OPA-DPO scores three answers on the image and two on the masked image; OPA scores two.
 */
public final class TrainBench implements AutoCloseable {

    private static final long SEED = 1;

    private final List<LlavaModel> models = new ArrayList<>();
    private final List<DeviceMemory> memory = new ArrayList<>();
    private final TrainBenchOptions options;
    private final TrainableLora lora;
    private final TrainingImages images;
    private final TrainSamples samples;
    private final TrainSamples warmUp;
    private final DeviceFloor floor;
    private final ModelCost cost;

    /**
     * Makes models and adapter and measures the first device.
     *
     * @param devices as many as {@code options} needs; closed with the benchmark
     */
    public TrainBench(List<Torch> devices, LlavaConfig config, TrainBenchOptions options) {
        this.options = options;
        Torch first = devices.get(0);
        this.floor = DeviceFloor.measure(first, first.device().isGpu());
        for (Torch device : devices) {
            models.add(LlavaLoader.random(device, config));
            memory.add(new DeviceMemory(device.device()));
        }
        LoraTargets targets = new LoraTargets.Regex(".*language_model.*_proj");
        this.lora =
                TrainableLora.fresh(models.get(0), new LoraConfig(options.rank(), 2.0 * options.rank(), targets), SEED);
        int side = config.vision().imageSize();
        this.images = new TrainingImages(
                new ImageDecoder(),
                new ClipPreprocessor(
                        side, ClipPreprocessor.Mode.PAD, ClipPreprocessor.clipMean(), ClipPreprocessor.clipStd()));
        this.samples = new TrainSamples(SEED, config.text().vocabSize(), side);
        this.warmUp = new TrainSamples(SEED + 1, config.text().vocabSize(), side);
        this.cost = new ModelCost(config, first.precision().bytes());
    }

    /** Values the adapter trains. */
    public long trainableParameters() {
        return lora.trainables().size();
    }

    /**
     * OPA-DPO: the reference's log-probabilities, then one optimiser step, for each number of replicas.
     *
     * @param count samples of the step
     * @param microBatch samples computed at once
     * @param results told of each measurement
     */
    public void opaDpo(int count, int microBatch, Consumer<Map<String, Object>> results) {
        measure(TrainReport.Kind.OPA_DPO, TrainingStep::opaDpo, items -> items, count, microBatch, results);
    }

    /** The same for OPA; a sample is two sequences that share their prompt. */
    public void opa(int count, int microBatch, Consumer<Map<String, Object>> results) {
        measure(TrainReport.Kind.OPA, TrainingStep::opa, TrainSamples::forOpa, count, microBatch, results);
    }

    private <T> void measure(
            TrainReport.Kind kind,
            Function<TrainingStep.Setup, TrainingStep<T>> steps,
            Function<List<Prepared.Item<EncodedPreference>>, List<Prepared.Item<T>>> encoding,
            int count,
            int microBatch,
            Consumer<Map<String, Object>> results) {
        List<Prepared.Item<EncodedPreference>> chosen = samples.next(count);
        for (boolean naive : options.naive() ? new boolean[] {false, true} : new boolean[] {false}) {
            TrainReport report = new TrainReport(kind, chosen, microBatch, naive, options.lengths());
            for (int n : options.replicas()) {
                List<LlavaModel> several = models.subList(0, n);
                try (TrainingStep<T> step =
                        steps.apply(new TrainingStep.Setup(several, lora, images, options.recompute(), naive))) {
                    TrainTiming.of(step, encoding.apply(warmUp.next(microBatch * n)), microBatch);
                    TrainTiming timing = TrainTiming.of(step, encoding.apply(chosen), microBatch);
                    memory.forEach(DeviceMemory::sample);
                    results.accept(report.of(timing, n, cost, lora.trainables().size(), floor, memory));
                }
            }
        }
    }

    @Override
    public void close() {
        lora.close();
        models.forEach(LlavaModel::close);
    }
}
