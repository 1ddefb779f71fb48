package io.opadpo.trainer.model;

import io.opadpo.llava.torch.Precision;
import io.opadpo.trainer.device.DeviceName;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The models of this service.
 *
 * @param models by the names that requests ask for; an adapter or merged model of such a name cannot be reached
 * @param loadedModels models kept on their devices for answering at once; one more makes the one idle longest go. Each
 *     takes its weights' memory
 * @param loadedAdapters the same for each model's adapters
 */
@Validated
@ConfigurationProperties("opadpo.trainer")
record ModelProperties(
        @DefaultValue Map<String, @Valid Model> models,
        @DefaultValue("2") @Min(1) int loadedModels,
        @DefaultValue("8") @Min(1) int loadedAdapters) {

    /**
     * A model's folder.
     *
     * @param folder in Hugging Face's or the authors' layout
     * @param clip CLIP's folder, which the authors' layout needs
     * @param device where it answers, or {@code auto}
     * @param precision of weights and activations; by default fp32 on the CPU and bf16 on GPUs
     */
    record Model(
            Path folder,
            @Nullable Path clip,

            @DefaultValue("auto") @Pattern(regexp = DeviceName.PATTERN)
            String device,

            @Nullable Precision precision) {}
}
