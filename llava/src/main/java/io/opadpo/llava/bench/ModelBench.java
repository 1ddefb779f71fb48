package io.opadpo.llava.bench;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.LlavaException;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.generate.Answer;
import io.opadpo.llava.generate.GenerationRequest;
import io.opadpo.llava.generate.Generator;
import io.opadpo.llava.generate.GeneratorOptions;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.CachedDecoder;
import io.opadpo.llava.model.LlavaLoader;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.torch.DeviceMemory;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Measures a model of a given shape with random weights: load, prefill, decode, and whole generations.
 *
 * <p>Weights, prompts and images are random, so answers are noise; shapes and work are those of the real thing. Speeds
 * stand beside the share of the floor they reach: the measured copy bandwidth for decoding, the measured matrix rate for
 * prefill.
 */
public final class ModelBench implements AutoCloseable {

    private static final int STEPS = 16;
    private static final long SEED = 1;

    private final Torch torch;
    private final LlavaModel model;
    private final DeviceFloor floor;
    private final ModelCost cost;
    private final DeviceMemory memory;
    private final double loadSeconds;

    /**
     * Makes the model and measures the device.
     *
     * @param torch the device; closed with the benchmark
     */
    public ModelBench(Torch torch, LlavaConfig config) {
        this.torch = torch;
        this.memory = new DeviceMemory(torch.device());
        this.floor = DeviceFloor.measure(torch, torch.device().isGpu());
        long start = System.nanoTime();
        this.model = LlavaLoader.random(torch, config);
        try (Scope scope = torch.scope()) {
            // Queued behind the weights.
            Stopwatch.await(scope, torch.like());
        }
        memory.sample();
        this.loadSeconds = (System.nanoTime() - start) / 1e9;
        this.cost = new ModelCost(config, torch.precision().bytes());
    }

    /** The device's ceilings and the time to make the weights. */
    public Map<String, Object> device() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("device", torch.device().toString());
        result.put("precision", torch.precision().toString());
        result.put("copy_tb_per_s", floor.bytesPerSecond() / 1e12);
        result.put("product_tflop_per_s", floor.flopPerSecond() / 1e12);
        result.put("make_weights_s", loadSeconds);
        return result;
    }

    /**
     * Computes prompts with images, in one pass.
     *
     * @param positions of each prompt, the image's included
     * @throws LlavaException if an image and a token do not fit into them, or they not into the model
     */
    public Map<String, Object> prefill(int prompts, int positions) {
        requireFits(positions, positions);
        try (CachedDecoder decoder = new CachedDecoder(model, prompts, positions);
                Scope outer = torch.scope()) {
            List<CachedDecoder.Prefill> batch = new ArrayList<>();
            for (GenerationRequest request : requests(prompts, positions, 1)) {
                batch.add(new CachedDecoder.Prefill(request.prompt(), request.pixels(), null));
            }
            int[] slots = new int[prompts];
            Arrays.setAll(slots, i -> i);
            double seconds = Stopwatch.seconds(outer, () -> decoder.prefill(outer, batch, slots));
            double flop = cost.prefillFlop(prompts, positions) + cost.visionFlop(prompts);
            memory.sample();
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("prompts", prompts);
            result.put("positions", positions);
            result.put("seconds", seconds);
            result.put("positions_per_s", (double) prompts * positions / seconds);
            result.put("tflop_per_s", flop / seconds / 1e12);
            result.put("share_of_matrix_rate", flop / seconds / floor.flopPerSecond());
            return result;
        }
    }

    /**
     * Decodes greedily at a context, a cache full of noise standing for what came before.
     *
     * @param context cached positions in the middle of the measured steps
     * @throws LlavaException if the context is shorter than those steps or does not fit into the model
     */
    public Map<String, Object> decode(int batch, int context) {
        if (context < STEPS / 2 || context + STEPS / 2 > model.config().text().maxPositions()) {
            throw new LlavaException("a context of " + context + " positions cannot be measured; it must be from "
                    + STEPS / 2 + " to " + (model.config().text().maxPositions() - STEPS / 2));
        }
        try (CachedDecoder decoder = new CachedDecoder(model, batch, context + STEPS);
                Scope outer = torch.scope()) {
            decoder.fillWithNoise();
            List<@Nullable LoraAdapter> base = Collections.nCopies(batch, null);
            int[] ids = randomIds(new Random(SEED), batch);
            double seconds = Stopwatch.seconds(outer, () -> {
                        IValue last = null;
                        for (int step = 0; step < STEPS; step++) {
                            last = step(decoder, ids, context + step - STEPS / 2, base);
                        }
                        return outer.own(Objects.requireNonNull(last));
                    })
                    / STEPS;
            memory.sample();
            double floorSeconds = Math.max(
                    cost.decodeBytes(batch, context) / floor.bytesPerSecond(),
                    cost.decodeFlop(batch, context) / floor.flopPerSecond());
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("batch", batch);
            result.put("context", context);
            result.put("step_ms", seconds * 1e3);
            result.put("tokens_per_s", batch / seconds);
            result.put("floor_tokens_per_s", batch / floorSeconds);
            result.put("share_of_floor", floorSeconds / seconds);
            return result;
        }
    }

    /** One step, its choice of tokens brought to the host as generation does. */
    private IValue step(CachedDecoder decoder, int[] ids, int position, List<@Nullable LoraAdapter> adapters) {
        int[] positions = new int[ids.length];
        Arrays.fill(positions, position);
        try (Scope scope = torch.scope()) {
            IValue logits = decoder.step(scope, ids, positions, adapters);
            IValue chosen = torch.infer("argmax", logits);
            long[] next = scope.toLongs(chosen);
            Arrays.setAll(ids, i -> (int) next[i]);
            return chosen;
        }
    }

    /**
     * Whole generations of fixed length, images and prefill included.
     *
     * @param positions of each prompt, the image's included
     * @throws LlavaException if an image and a token do not fit into them, or prompt and answer not into the model
     */
    public Map<String, Object> generate(int prompts, int positions, Sampling sampling, int prefillRows) {
        int newTokens = sampling.maxTokens();
        requireFits(positions, positions + newTokens);
        List<GenerationRequest> requests = new ArrayList<>();
        for (GenerationRequest request : requests(prompts, positions, newTokens)) {
            requests.add(new GenerationRequest(request.id(), request.prompt(), request.pixels(), sampling));
        }
        GeneratorOptions options = new GeneratorOptions(prompts, positions + newTokens, prefillRows);
        try (Generator generator =
                new Generator(model, new NoText(model.config().text().vocabSize()), options)) {
            generator.generate(requests);
            long start = System.nanoTime();
            List<List<Answer>> answers = generator.generate(requests);
            double seconds = (System.nanoTime() - start) / 1e9;
            memory.sample();
            int tokens = answers.stream().mapToInt(a -> a.get(0).ids().size()).sum();
            double decodeFloor = 0;
            for (int t = 1; t < newTokens; t++) {
                decodeFloor += cost.decodeBytes(prompts, positions + t) / floor.bytesPerSecond();
            }
            double prefillFloor =
                    (cost.prefillFlop(prompts, positions) + cost.visionFlop(prompts)) / floor.flopPerSecond();
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("prompts", prompts);
            result.put("positions", positions);
            result.put("new_tokens", newTokens);
            result.put("seconds", seconds);
            result.put("tokens_per_s", tokens / seconds);
            result.put("floor_tokens_per_s", tokens / (decodeFloor + prefillFloor));
            result.put("share_of_floor", (decodeFloor + prefillFloor) / seconds);
            return result;
        }
    }

    /** Highest device memory in use seen so far, in bytes; 0 where it cannot be told. */
    public long memoryPeak() {
        return memory.peak();
    }

    private void requireFits(int prompt, int total) {
        int image = model.config().imageTokens();
        int most = model.config().text().maxPositions();
        if (prompt <= image || total > most) {
            throw new LlavaException("prompts of " + prompt + " positions, " + total + " with their answers, cannot be"
                    + " measured: an image takes " + image + ", and the model has " + most);
        }
    }

    private List<GenerationRequest> requests(int count, int positions, int newTokens) {
        Random random = new Random(SEED);
        int side = model.config().vision().imageSize();
        int text = positions - model.config().imageTokens();
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] pixels = new float[3 * side * side];
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = random.nextFloat() * 4 - 2;
            }
            Prompt prompt = new Prompt(randomIds(random, text), text / 2);
            requests.add(new GenerationRequest("bench " + i, prompt, pixels, Sampling.greedy(newTokens)));
        }
        return requests;
    }

    private int[] randomIds(Random random, int count) {
        return random.ints(count, 3, model.config().text().vocabSize()).toArray();
    }

    @Override
    public void close() {
        model.close();
    }
}
