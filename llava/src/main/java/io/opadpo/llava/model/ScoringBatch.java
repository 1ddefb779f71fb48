package io.opadpo.llava.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Samples packed for one forward pass, and which of its rows predict which response tokens.
 *
 * <p>Samples that were given the very same image, one with a part of it hidden perhaps, share its features.
 */
final class ScoringBatch {

    private final PackedBatch rows;
    private final List<ScoringSample> samples;
    private final List<VisionFeatures> features = new ArrayList<>();
    private final List<float[]> pixels = new ArrayList<>();
    private final List<int[]> at = new ArrayList<>();
    private final List<int[]> ids = new ArrayList<>();
    private final boolean entropies;

    /** @throws IllegalArgumentException if images come in both forms, or only some samples ask for entropies */
    ScoringBatch(List<ScoringSample> samples, int imageTokens) {
        this.rows = new PackedBatch(imageTokens);
        this.samples = samples;
        this.entropies = samples.stream().anyMatch(ScoringSample::entropies);
        for (ScoringSample sample : samples) {
            int prompt = rows.addPrompt(sample.prompt(), image(sample), sample.imageRows());
            sample.responses().forEach(response -> add(prompt, response));
        }
        if (!pixels.isEmpty() && !features.isEmpty()) {
            throw new IllegalArgumentException("images are given both as pixels and as features");
        }
        if (entropies && !samples.stream().allMatch(ScoringSample::entropies)) {
            throw new IllegalArgumentException("entropies are asked of some samples only");
        }
    }

    /** Number of a sample's image; −1 without one. */
    private int image(ScoringSample sample) {
        if (sample.pixels() != null) {
            return number(pixels, sample.pixels());
        }
        return sample.image() != null ? number(features, sample.image()) : -1;
    }

    /** Neither arrays nor features have an equality but identity. */
    private static <T> int number(List<T> known, T image) {
        int number = known.indexOf(image);
        if (number < 0) {
            known.add(image);
            number = known.size() - 1;
        }
        return number;
    }

    /** A response's first token is predicted by the prompt's last row; its last one predicts nothing that is asked. */
    private void add(int prompt, int[] response) {
        int[] predicting = new int[response.length];
        predicting[0] = rows.lastRow(prompt);
        if (response.length > 1) {
            int chunk = rows.addResponse(prompt, Arrays.copyOf(response, response.length - 1));
            for (int i = 1; i < response.length; i++) {
                predicting[i] = rows.start(chunk) + i - 1;
            }
        }
        at.add(predicting);
        ids.add(response);
    }

    PackedBatch rows() {
        return rows;
    }

    /** The images given as features, each once. */
    List<VisionFeatures> features() {
        return features;
    }

    /** The images given as pixels, each once. */
    List<float[]> pixels() {
        return pixels;
    }

    /** Whether entropies are asked besides log-probabilities. */
    boolean entropies() {
        return entropies;
    }

    /** Rows that predict response tokens, in order of samples and responses. */
    int[] predicting() {
        return at.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** The tokens they predict. */
    int[] targets() {
        return ids.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** Cuts values of all response tokens, first their log-probabilities and then any entropies, by sample and response. */
    List<List<float[]>> split(float[] flat) {
        List<List<float[]>> results = cut(flat, 0);
        if (entropies) {
            List<List<float[]>> second = cut(flat, flat.length / 2);
            for (int i = 0; i < results.size(); i++) {
                results.get(i).addAll(second.get(i));
            }
        }
        return results;
    }

    private List<List<float[]>> cut(float[] flat, int from) {
        List<List<float[]>> results = new ArrayList<>();
        int start = from;
        for (ScoringSample sample : samples) {
            List<float[]> values = new ArrayList<>();
            for (int[] response : sample.responses()) {
                values.add(Arrays.copyOfRange(flat, start, start + response.length));
                start += response.length;
            }
            results.add(values);
        }
        return results;
    }

    /** The reverse of {@link #split}. */
    float[] join(List<List<float[]>> values) {
        int length =
                values.stream().flatMap(List::stream).mapToInt(v -> v.length).sum();
        float[] flat = new float[length];
        int kinds = entropies ? 2 : 1;
        int start = 0;
        for (int kind = 0; kind < kinds; kind++) {
            for (List<float[]> sample : values) {
                int count = sample.size() / kinds;
                for (float[] response : sample.subList(kind * count, (kind + 1) * count)) {
                    System.arraycopy(response, 0, flat, start, response.length);
                    start += response.length;
                }
            }
        }
        return flat;
    }
}
