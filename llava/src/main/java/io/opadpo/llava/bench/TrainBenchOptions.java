package io.opadpo.llava.bench;

import java.util.List;

/**
 * How training steps are measured.
 *
 * @param rank rank of the adapter, on the decoder's seven projections
 * @param recompute whether activations are computed again on the way back rather than kept
 * @param replicas numbers of models, one per device, that share the same samples; each number is measured
 * @param naive whether to measure also with a prompt and an image computed for every answer
 * @param lengths whether results tell how long questions and answers were
 */
public record TrainBenchOptions(int rank, boolean recompute, List<Integer> replicas, boolean naive, boolean lengths) {

    public TrainBenchOptions {
        replicas = List.copyOf(replicas);
        if (rank < 1 || replicas.isEmpty() || replicas.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("rank " + rank + " and replicas " + replicas + " must be positive");
        }
    }

    /** Models that are needed at once. */
    public int models() {
        return replicas.stream().mapToInt(n -> n).max().orElseThrow();
    }
}
