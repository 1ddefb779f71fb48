package io.opadpo.trainer.model;

import ai.djl.Device;
import io.opadpo.llava.LlavaOptions;
import io.opadpo.llava.torch.Precision;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model that can be loaded.
 *
 * @param name by which requests ask for it
 * @param folder its weights, tokenizer and configuration
 * @param clip CLIP's folder, for models in the authors' layout
 * @param device where it answers; {@code null} for the first GPU, or the CPU without one
 * @param precision of weights and activations; {@code null} for the library's choice
 * @param version changes whenever its files do
 */
public record ModelSource(
        String name,
        Path folder,
        @Nullable Path clip,
        @Nullable Device device,
        @Nullable Precision precision,
        String version) {

    /** How it is loaded onto a device; {@code null} for the library's choice. */
    public LlavaOptions options(@Nullable Device onto) {
        return LlavaOptions.defaults()
                .withClipFolder(clip)
                .withPrecision(precision)
                .withDevice(onto);
    }
}
