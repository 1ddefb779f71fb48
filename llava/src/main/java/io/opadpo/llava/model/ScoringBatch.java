package io.opadpo.llava.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Samples packed for one forward pass, and which of its rows predict which response tokens. */
final class ScoringBatch {

    private final PackedBatch rows;
    private final List<ScoringSample> samples;
    private final List<int[]> at = new ArrayList<>();
    private final List<int[]> ids = new ArrayList<>();

    ScoringBatch(List<ScoringSample> samples, int imageTokens) {
        this.rows = new PackedBatch(imageTokens);
        this.samples = samples;
        for (ScoringSample sample : samples) {
            int prompt = rows.addPrompt(sample.prompt());
            sample.responses().forEach(response -> add(prompt, response));
        }
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

    /** Rows that predict response tokens, in order of samples and responses. */
    int[] predicting() {
        return at.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** The tokens they predict. */
    int[] targets() {
        return ids.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** Cuts one value per response token into samples and responses. */
    List<List<float[]>> split(float[] flat) {
        List<List<float[]>> results = new ArrayList<>();
        int start = 0;
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
    static float[] join(List<List<float[]>> values) {
        int length =
                values.stream().flatMap(List::stream).mapToInt(v -> v.length).sum();
        float[] flat = new float[length];
        int start = 0;
        for (List<float[]> sample : values) {
            for (float[] response : sample) {
                System.arraycopy(response, 0, flat, start, response.length);
                start += response.length;
            }
        }
        return flat;
    }
}
