package io.opadpo.llava.bench;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.TextConfig;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.LoraTargets;
import io.opadpo.llava.model.LlavaLoader;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.PolicyGraph;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.VisionFeatures;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.torch.DeviceMemory;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.train.AdamW;
import io.opadpo.llava.train.TrainableLora;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures training steps of a model's shape with random weights: OPA-DPO and OPA as the reference's data shapes them.
 *
 * <p>A sample is an image and a question of 40 to 80 tokens with three answers of 60 to 180. OPA-DPO scores all three on
 * the image and two on the masked image; OPA scores two. Vision features are computed beforehand, as training does with a frozen
 * tower.
 */
public final class TrainBench implements AutoCloseable {

    private static final long SEED = 1;
    private static final double LEARNING_RATE = 1e-6;

    private final LlavaModel model;
    private final TrainableLora lora;
    private final Scorer scorer;
    private final DeviceFloor floor;
    private final ModelCost cost;
    private final DeviceMemory memory;
    private final Random random = new Random(SEED);
    private final boolean recompute;
    private double encodeSeconds;

    /**
     * Makes the model and the adapter and measures the device.
     *
     * @param torch the device; closed with the benchmark
     * @param rank rank of the adapter, on the decoder's seven projections
     * @param recompute whether activations are computed again on the way back rather than kept
     */
    public TrainBench(Torch torch, LlavaConfig config, int rank, boolean recompute) {
        this.recompute = recompute;
        this.memory = new DeviceMemory(torch.device());
        this.floor = DeviceFloor.measure(torch, torch.device().isGpu());
        this.model = LlavaLoader.random(torch, config);
        LoraTargets targets = new LoraTargets.Regex(".*language_model.*_proj");
        this.lora = TrainableLora.fresh(model, new LoraConfig(rank, 2.0 * rank, targets), SEED);
        this.scorer = new Scorer(model, 16384);
        this.cost = new ModelCost(config, torch.precision().bytes());
        memory.sample();
    }

    /** Values the adapter trains. */
    public long trainableParameters() {
        return lora.trainables().size();
    }

    /**
     * OPA-DPO steps: vision features and reference log-probabilities, then forward and backward of micro-batches, then one optimiser step.
     *
     * @param samples samples of the optimiser batch
     * @param microBatch samples computed at once
     */
    public Map<String, Object> opaDpo(int samples, int microBatch) {
        step(microBatch, microBatch, true);
        List<List<ScoringSample>> batches = batches(samples, microBatch, true);
        long start = System.nanoTime();
        batches.forEach(batch -> scorer.logProbs(batch, lora.adapter()));
        double reference = (System.nanoTime() - start) / 1e9 + encodeSeconds;
        double training = train(batches);
        batches.forEach(TrainBench::close);
        Map<String, Object> result = report(samples, microBatch, training, flop(batches));
        result.put("features_and_reference_s_per_sample", reference / samples);
        result.put("samples_per_s", samples / (training + reference));
        result.put("samples_per_s_reference_once_in_4_epochs", samples / (training + reference / 4));
        return result;
    }

    /** OPA steps; a sample is two sequences that share their prompt. */
    public Map<String, Object> opa(int samples, int microBatch) {
        step(microBatch, microBatch, false);
        List<List<ScoringSample>> batches = batches(samples, microBatch, false);
        double training = train(batches);
        batches.forEach(TrainBench::close);
        Map<String, Object> result = report(samples, microBatch, training, flop(batches));
        result.put("sequences_per_s", 2 * samples / training);
        return result;
    }

    private Map<String, Object> report(int samples, int microBatch, double seconds, double flop) {
        memory.sample();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("samples", samples);
        result.put("micro_batch", microBatch);
        result.put("train_s_per_sample", seconds / samples);
        result.put("tflop_per_s", flop / seconds / 1e12);
        result.put("product_tflop_per_s", floor.flopPerSecond() / 1e12);
        result.put("share_of_matrix_rate", flop / seconds / floor.flopPerSecond());
        result.put("memory_peak_gib", memory.peak() / (double) (1 << 30));
        return result;
    }

    private void step(int samples, int microBatch, boolean dpo) {
        List<List<ScoringSample>> batches = batches(samples, microBatch, dpo);
        train(batches);
        batches.forEach(TrainBench::close);
    }

    private double train(List<List<ScoringSample>> batches) {
        long start = System.nanoTime();
        for (List<ScoringSample> batch : batches) {
            try (PolicyGraph graph = PolicyGraph.forward(model, batch, lora.adapter(), recompute)) {
                graph.backward(gradients(graph.logProbs()));
                lora.trainables().accumulate();
            }
        }
        lora.trainables().gradientNorm();
        lora.trainables().step(AdamW.defaults(), LEARNING_RATE);
        lora.trainables().gradientNorm();
        return (System.nanoTime() - start) / 1e9;
    }

    private static List<List<float[]>> gradients(List<List<float[]>> logProbs) {
        List<List<float[]>> gradients = new ArrayList<>();
        for (List<float[]> sample : logProbs) {
            List<float[]> values = new ArrayList<>();
            for (float[] response : sample) {
                float[] gradient = new float[response.length];
                Arrays.fill(gradient, -1e-3f);
                values.add(gradient);
            }
            gradients.add(values);
        }
        return gradients;
    }

    private List<List<ScoringSample>> batches(int samples, int microBatch, boolean dpo) {
        encodeSeconds = 0;
        List<List<ScoringSample>> batches = new ArrayList<>();
        for (int done = 0; done < samples; done += microBatch) {
            List<ScoringSample> batch = new ArrayList<>();
            for (int i = 0; i < Math.min(microBatch, samples - done); i++) {
                add(batch, dpo);
            }
            batches.add(batch);
        }
        return batches;
    }

    private void add(List<ScoringSample> batch, boolean dpo) {
        int[] text = ids(40 + random.nextInt(41));
        Prompt prompt = new Prompt(text, text.length / 2);
        List<int[]> answers = List.of(answer(), answer(), answer());
        batch.add(sample(prompt, dpo ? answers : answers.subList(0, 2)));
        if (dpo) {
            batch.add(sample(prompt, answers.subList(0, 2)));
        }
    }

    private int[] answer() {
        return ids(60 + random.nextInt(121));
    }

    private ScoringSample sample(Prompt prompt, List<int[]> answers) {
        float[] pixels = pixels();
        long start = System.nanoTime();
        VisionFeatures features = scorer.encode(List.of(pixels), null).get(0);
        encodeSeconds += (System.nanoTime() - start) / 1e9;
        return new ScoringSample("bench", prompt, features, answers);
    }

    private float[] pixels() {
        int side = model.config().vision().imageSize();
        float[] pixels = new float[3 * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() * 4 - 2;
        }
        return pixels;
    }

    private int[] ids(int count) {
        return random.ints(count, 3, model.config().text().vocabSize()).toArray();
    }

    private static void close(List<ScoringSample> batch) {
        batch.forEach(sample -> {
            if (sample.image() != null) {
                sample.image().close();
            }
        });
    }

    /** Forward, and backward to activations and adapter; the frozen weights get no gradient. */
    private double flop(List<List<ScoringSample>> batches) {
        double flop = 0;
        TextConfig text = model.config().text();
        double loraPerRow = 2.0 * lora.trainables().size();
        for (List<ScoringSample> batch : batches) {
            for (ScoringSample sample : batch) {
                int prompt = sample.prompt().length(model.config().imageTokens());
                int answers =
                        sample.responses().stream().mapToInt(r -> r.length).sum();
                double rows = prompt + answers;
                double linear = rows * cost.decoderFlopPerRow() + answers * 2.0 * text.vocabSize() * text.hiddenSize();
                double attention = 2.0
                        * text.layers()
                        * text.heads()
                        * text.headDim()
                        * ((double) prompt * prompt
                                + sample.responses().stream()
                                        .mapToDouble(r -> r.length * (2.0 * prompt + r.length))
                                        .sum());
                flop += 2 * linear + 3 * attention + 3 * rows * loraPerRow;
            }
        }
        return flop;
    }

    @Override
    public void close() {
        lora.close();
        model.close();
    }
}
