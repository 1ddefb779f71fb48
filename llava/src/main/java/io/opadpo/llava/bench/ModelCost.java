package io.opadpo.llava.bench;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.TextConfig;
import io.opadpo.llava.config.VisionConfig;
import io.opadpo.llava.model.KvCache;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.weights.LlavaShapes;
import java.util.Arrays;

/** Bytes and floating-point operations that a model's work takes at the least. */
final class ModelCost {

    private final LlavaConfig config;
    private final int elementBytes;

    ModelCost(LlavaConfig config, int elementBytes) {
        this.config = config;
        this.elementBytes = elementBytes;
    }

    /** Parameters of decoder and output layer that every step reads. */
    private double decoderParameters() {
        return LlavaShapes.of(config).required().entrySet().stream()
                .filter(e -> e.getKey().startsWith("language_model.layers.")
                        || e.getKey().startsWith("lm_head."))
                .mapToDouble(e ->
                        e.getValue().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b))
                .sum();
    }

    /** Operations of the decoder's linear layers for one row, output layer not included. */
    double decoderFlopPerRow() {
        TextConfig text = config.text();
        return 2 * decoderParameters() - 2.0 * text.vocabSize() * text.hiddenSize();
    }

    /** Bytes read by one decoding step: all decoder weights once, and the cache of each sequence. */
    double decodeBytes(int batch, int context) {
        return decoderParameters() * elementBytes + KvCache.bytes(config.text(), elementBytes, batch, context);
    }

    /** Operations of one decoding step. */
    double decodeFlop(int batch, int context) {
        TextConfig text = config.text();
        double attention = 4.0 * text.layers() * text.heads() * text.headDim() * context;
        return batch * (2 * decoderParameters() + attention);
    }

    /** Operations to compute prompts of some positions each, causal attention counted by half; images not included. */
    double prefillFlop(int prompts, int positions) {
        TextConfig text = config.text();
        double head = 2.0 * text.vocabSize() * text.hiddenSize();
        double linear = positions * (2 * decoderParameters() - head) + head;
        double attention = 2.0 * text.layers() * text.heads() * text.headDim() * positions * positions;
        return prompts * (linear + attention);
    }

    /**
     * Operations to train on a sample: forward, and backward to activations and adapter, as the frozen weights get no
     * gradient; a prompt counts once for all its answers. Vision tower not included.
     *
     * @param preference whether three answers are scored on the image and two on the masked image, rather than two
     * @param loraValues values of the adapter
     */
    double trainingFlop(EncodedPreference sample, boolean preference, long loraValues) {
        int prompt = sample.prompt().length(config.imageTokens());
        int standard = sample.standard().length;
        int revised = sample.revised().length();
        double pair = trainingFlop(prompt, loraValues, standard, revised);
        return preference
                ? pair
                        + trainingFlop(
                                prompt, loraValues, standard, sample.original().length(), revised)
                : pair;
    }

    private double trainingFlop(int prompt, long loraValues, int... answers) {
        TextConfig text = config.text();
        double tokens = Arrays.stream(answers).sum();
        double rows = prompt + tokens;
        double linear = rows * decoderFlopPerRow() + tokens * 2.0 * text.vocabSize() * text.hiddenSize();
        double pairs = (double) prompt * prompt;
        for (int answer : answers) {
            pairs += answer * (2.0 * prompt + answer);
        }
        double attention = 2.0 * text.layers() * text.heads() * text.headDim() * pairs;
        return 2 * linear + 3 * attention + 3 * rows * 2.0 * loraValues;
    }

    /** Operations of the vision tower and the projector. */
    double visionFlop(int images) {
        VisionConfig vision = config.vision();
        double tokens = vision.patches() + 1;
        double width = vision.hiddenSize();
        double perLayer =
                tokens * (8 * width * width + 4 * width * vision.intermediateSize()) + 4 * tokens * tokens * width;
        double hidden = config.text().hiddenSize();
        double projector = 2 * tokens * hidden * (config.visionFeatureSize() + hidden);
        return images * (perLayer * config.visionLayersUsed() + projector);
    }
}
