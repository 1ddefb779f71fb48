package io.opadpo.llava;

import ai.djl.Device;
import io.opadpo.llava.generate.GeneratorOptions;
import io.opadpo.llava.image.ClipPreprocessor;
import io.opadpo.llava.image.ImageLimits;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Torch;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a model is loaded. {@code null} leaves the choice to the library.
 *
 * @param device where it runs; by default the first GPU, or the CPU without one
 * @param precision of weights and activations; by default fp32 on the CPU and bf16 on GPUs
 * @param clipFolder folder of the CLIP model, for checkpoints in the authors' layout, which leave the vision tower out
 * @param generator size of batches and cache; by default what the memory that is free at the first question allows
 * @param imageLimits what a picture may cost
 * @param imageMode how pictures become square; by default as the model's folder says
 * @param progress told how many tensors of how many are loaded
 */
public record LlavaOptions(
        @Nullable Device device,
        @Nullable Precision precision,
        @Nullable Path clipFolder,
        @Nullable GeneratorOptions generator,
        ImageLimits imageLimits,
        ClipPreprocessor.@Nullable Mode imageMode,
        BiConsumer<Integer, Integer> progress) {

    /** Everything by default. */
    public static LlavaOptions defaults() {
        return new LlavaOptions(null, null, null, null, ImageLimits.DEFAULT, null, (done, all) -> {});
    }

    public LlavaOptions withDevice(@Nullable Device chosen) {
        return new LlavaOptions(chosen, precision, clipFolder, generator, imageLimits, imageMode, progress);
    }

    public LlavaOptions withPrecision(@Nullable Precision chosen) {
        return new LlavaOptions(device, chosen, clipFolder, generator, imageLimits, imageMode, progress);
    }

    public LlavaOptions withClipFolder(@Nullable Path folder) {
        return new LlavaOptions(device, precision, folder, generator, imageLimits, imageMode, progress);
    }

    public LlavaOptions withGenerator(@Nullable GeneratorOptions size) {
        return new LlavaOptions(device, precision, clipFolder, size, imageLimits, imageMode, progress);
    }

    public LlavaOptions withImageLimits(ImageLimits limits) {
        return new LlavaOptions(device, precision, clipFolder, generator, limits, imageMode, progress);
    }

    public LlavaOptions withImageMode(ClipPreprocessor.@Nullable Mode mode) {
        return new LlavaOptions(device, precision, clipFolder, generator, imageLimits, mode, progress);
    }

    public LlavaOptions withProgress(BiConsumer<Integer, Integer> told) {
        return new LlavaOptions(device, precision, clipFolder, generator, imageLimits, imageMode, told);
    }

    /**
     * Opens the device; closing is the caller's business, or the model's that is loaded onto it.
     *
     * @throws LlavaException if a GPU is asked for and libtorch was built without CUDA
     */
    public Torch openTorch() {
        Device chosen = device;
        if (chosen == null) {
            chosen = Torch.gpuCount() > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (chosen.isGpu() && !Torch.supportsCuda()) {
            throw new LlavaException(
                    "device " + chosen + " needs a libtorch built for CUDA; this one is for CPUs only");
        }
        Precision format = precision;
        if (format == null) {
            format = chosen.isGpu() ? Precision.BF16 : Precision.FP32;
        }
        return Torch.open(chosen, format);
    }
}
