package io.opadpo.llava.train;

import ai.djl.Device;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.torch.DeviceMemory;
import io.opadpo.llava.train.telemetry.TrainingListener;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What any training needs from outside.
 *
 * @param replicas the base model, which no one else uses meanwhile, once for each device that takes part; not closed. The
 *     first one's device also holds the optimiser's state. The number changes the result only by rounding; a training goes
 *     on bit for bit only with as many replicas as it began with
 * @param tokenizer its tokenizer
 * @param images reads images as the model takes them; used by several threads where there are several replicas
 * @param listener told of every step
 * @param stopRequested asked after every step; once it says so, the training saves a checkpoint and ends
 * @param clock for telemetry
 */
public record TrainingRuntime(
        List<LlavaModel> replicas,
        Tokenizer tokenizer,
        TrainingImages images,
        TrainingListener listener,
        BooleanSupplier stopRequested,
        Clock clock) {

    /** @throws IllegalArgumentException without a model, with one named twice, or with models of several shapes or types */
    public TrainingRuntime {
        replicas = List.copyOf(replicas);
        if (replicas.isEmpty() || new HashSet<>(replicas).size() < replicas.size()) {
            throw new IllegalArgumentException("replicas must be one model or more, each with weights of its own");
        }
        LlavaModel first = replicas.get(0);
        for (LlavaModel replica : replicas) {
            if (!replica.config().equals(first.config())
                    || replica.torch().precision() != first.torch().precision()) {
                throw new IllegalArgumentException("replicas differ in configuration or precision");
            }
        }
    }

    /** A runtime on one device. */
    public TrainingRuntime(
            LlavaModel model,
            Tokenizer tokenizer,
            TrainingImages images,
            TrainingListener listener,
            BooleanSupplier stopRequested,
            Clock clock) {
        this(List.of(model), tokenizer, images, listener, stopRequested, clock);
    }

    /** A runtime on one device, without listener, that is never asked to stop. */
    public TrainingRuntime(LlavaModel model, Tokenizer tokenizer, TrainingImages images) {
        this(model, tokenizer, images, step -> {}, () -> false, Clock.systemUTC());
    }

    /** Free memory for each replica, on the device where that is least; empty where it cannot be told. */
    OptionalLong freeBytes() {
        Map<Device, Long> sharing = replicas.stream()
                .collect(Collectors.groupingBy(replica -> replica.torch().device(), Collectors.counting()));
        List<OptionalLong> free = sharing.entrySet().stream()
                .map(entry -> share(new DeviceMemory(entry.getKey()).free(), entry.getValue()))
                .toList();
        return free.stream().allMatch(OptionalLong::isPresent)
                ? free.stream().mapToLong(OptionalLong::getAsLong).min()
                : OptionalLong.empty();
    }

    private static OptionalLong share(OptionalLong bytes, long count) {
        return bytes.isPresent() ? OptionalLong.of(bytes.getAsLong() / count) : bytes;
    }

    /** The first replica. */
    public LlavaModel model() {
        return replicas.get(0);
    }
}
