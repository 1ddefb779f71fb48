package io.opadpo.llava.generate;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.List;

/** Draws the next token of several sequences at once, on the device. */
final class Sampler {

    private final Torch torch;
    private final int eosId;

    Sampler(Torch torch, int eosId) {
        this.torch = torch;
        this.eosId = eosId;
    }

    /** Drawn tokens and their log-probabilities. */
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    record Draw(long[] ids, float[] logProbs) {}

    /**
     * Draws.
     *
     * @param logits fp32 {@code [B, V]}, overwritten
     * @param sequences the sequence of each row
     */
    Draw draw(IValue logits, List<Sequence> sequences) {
        int n = sequences.size();
        float[] temperature = new float[n];
        long[] topK = new long[n];
        float[] topP = new float[n];
        float[] uniform = new float[n];
        boolean[] barred = new boolean[n];
        int candidates = 0;
        boolean all = false;
        boolean greedy = true;
        for (int i = 0; i < n; i++) {
            Sequence sequence = sequences.get(i);
            Sampling sampling = sequence.group.sampling();
            barred[i] = sequence.endBarred();
            temperature[i] = (float) sampling.temperature();
            topK[i] = sampling.topK() == 0 ? Long.MAX_VALUE : sampling.topK();
            // Rounding must not cut the tail of a distribution that is wanted whole.
            topP[i] = sampling.topP() == 1 ? Float.POSITIVE_INFINITY : (float) sampling.topP();
            if (!sampling.isGreedy()) {
                greedy = false;
                uniform[i] = sequence.nextUniform();
                all |= sampling.topK() == 0;
                candidates = Math.max(candidates, sampling.topK());
            }
        }
        try (Scope scope = torch.scope()) {
            IValue[] drawn = scope.elements(scope.infer(
                    "sample",
                    logits,
                    scope.floats(temperature, n),
                    scope.longs(topK),
                    scope.floats(topP, n),
                    scope.floats(uniform, n),
                    scope.booleans(barred),
                    eosId,
                    all ? 0 : candidates,
                    greedy));
            return new Draw(scope.toLongs(drawn[0]), scope.toFloats(drawn[1]));
        }
    }
}
