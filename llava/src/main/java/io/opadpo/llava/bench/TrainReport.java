package io.opadpo.llava.bench;

import io.opadpo.llava.torch.DeviceMemory;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.train.data.Prepared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what training steps over the same samples came to; the first one told is what later ones are compared with. */
final class TrainReport {

    private final Kind kind;
    private final List<Prepared.Item<EncodedPreference>> samples;
    private final int microBatch;
    private final boolean naive;
    private final boolean lengths;
    private double first;

    /** What was trained. */
    enum Kind {
        OPA_DPO,
        OPA
    }

    TrainReport(
            Kind kind, List<Prepared.Item<EncodedPreference>> samples, int microBatch, boolean naive, boolean lengths) {
        this.kind = kind;
        this.samples = samples;
        this.microBatch = microBatch;
        this.naive = naive;
        this.lengths = lengths;
    }

    /**
     * A result.
     *
     * @param trainable values of the adapter
     * @param floor of one device
     * @param memory of all devices; the fullest is told
     */
    Map<String, Object> of(
            TrainTiming timing,
            int replicas,
            ModelCost cost,
            long trainable,
            DeviceFloor floor,
            List<DeviceMemory> memory) {
        int count = samples.size();
        double training = timing.training();
        double flop = samples.stream()
                .mapToDouble(item -> cost.trainingFlop(item.encoded(), kind == Kind.OPA_DPO, trainable))
                .sum();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("samples", count);
        result.put("micro_batch", microBatch);
        result.put("replicas", replicas);
        result.put("naive", naive);
        result.put("train_s_per_sample", training / count);
        result.put("cpu_s_per_sample", timing.cpu() / count);
        result.put("tflop_per_s", flop / training / 1e12);
        result.put("product_tflop_per_s", floor.flopPerSecond() / 1e12);
        result.put("share_of_matrix_rate", flop / training / (replicas * floor.flopPerSecond()));
        result.put("reduce_and_refresh_s", timing.exchange());
        result.put(
                "memory_peak_gib",
                memory.stream().mapToLong(DeviceMemory::peak).max().orElse(0) / (double) (1 << 30));
        double rate = count / training;
        if (kind == Kind.OPA_DPO) {
            double reference = timing.reference();
            rate = count / (training + reference);
            result.put("features_and_reference_s_per_sample", reference / count);
            result.put("samples_per_s", rate);
            result.put("samples_per_s_reference_once_in_4_epochs", count / (training + reference / 4));
        } else {
            result.put("sequences_per_s", 2 * rate);
        }
        first = first == 0 ? rate : first;
        result.put("speedup", rate / first);
        if (lengths) {
            result.put(
                    "lengths",
                    samples.stream()
                            .map(item -> TrainSamples.lengths(item.encoded()))
                            .toList());
        }
        return result;
    }
}
