package io.opadpo.llava.train.loss;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random preference samples. */
final class Samples {

    private static final float[] SCORES = {0, 1, 1.5f, 2, 2.5f};

    private Samples() {}

    static List<PreferenceLogProbs> random(long seed, int count, int maxLength) {
        Random random = new Random(seed);
        List<PreferenceLogProbs> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(random(random, "sample-" + i, maxLength));
        }
        return samples;
    }

    private static PreferenceLogProbs random(Random random, String id, int maxLength) {
        Map<PreferenceResponse, ResponseLogProbs> responses = new EnumMap<>(PreferenceResponse.class);
        for (PreferenceResponse response : PreferenceResponse.values()) {
            int length = response.masked() ? responses.get(response.clean()).length() : 1 + random.nextInt(maxLength);
            float[] scores = new float[length];
            float[] images = new float[length];
            for (int t = 0; t < length; t++) {
                scores[t] = SCORES[random.nextInt(SCORES.length)];
                images[t] = random.nextBoolean() ? 3 : 1;
            }
            responses.put(
                    response, new ResponseLogProbs(logProbs(random, length), logProbs(random, length), scores, images));
        }
        return new PreferenceLogProbs(id, responses);
    }

    private static float[] logProbs(Random random, int length) {
        float[] values = new float[length];
        for (int t = 0; t < length; t++) {
            values[t] = -random.nextInt(4 << 12) / 4096f; // Exact, as are differences by larger powers of two.
        }
        return values;
    }

    /** The same with one answer's policy log-probabilities replaced. */
    static PreferenceLogProbs withPolicy(PreferenceLogProbs sample, PreferenceResponse response, float[] policy) {
        ResponseLogProbs old = sample.get(response);
        return with(sample, response, new ResponseLogProbs(policy, old.reference(), old.scores(), old.images()));
    }

    /** The same with one answer's reference log-probabilities replaced. */
    static PreferenceLogProbs withReference(PreferenceLogProbs sample, PreferenceResponse response, float[] reference) {
        ResponseLogProbs old = sample.get(response);
        return with(sample, response, new ResponseLogProbs(old.policy(), reference, old.scores(), old.images()));
    }

    /** The same at the start of training, where the policy is the reference. */
    static PreferenceLogProbs atStart(PreferenceLogProbs sample) {
        PreferenceLogProbs result = sample;
        for (PreferenceResponse response : PreferenceResponse.values()) {
            result = withPolicy(result, response, sample.get(response).reference());
        }
        return result;
    }

    private static PreferenceLogProbs with(
            PreferenceLogProbs sample, PreferenceResponse response, ResponseLogProbs logProbs) {
        Map<PreferenceResponse, ResponseLogProbs> responses = new EnumMap<>(sample.responses());
        responses.put(response, logProbs);
        return new PreferenceLogProbs(sample.id(), responses);
    }
}
