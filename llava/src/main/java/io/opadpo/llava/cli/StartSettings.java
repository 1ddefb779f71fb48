package io.opadpo.llava.cli;

import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.train.TrainingStart;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a training begins with: a new adapter, or the model's own weights. */
final class StartSettings {

    private static final int RANK = 256;

    @Option(names = "--rank", paramLabel = "R", description = "rank of the new adapter (default: " + RANK + ")")
    private @Nullable Integer rank;

    @Option(names = "--alpha", description = "the update is scaled by alpha / rank (default: twice the rank)")
    private @Nullable Double alpha;

    @Option(
            names = "--full",
            description =
                    "no adapter: the model's own weights learn, which takes 20 bytes more for each of them in fp32")
    private boolean full;

    @Mixin
    private TargetParts targets = new TargetParts();

    /** @throws IllegalArgumentException naming what is out of range */
    TrainingStart over(ModelOptions model, Set<ModelPart> standard) {
        Set<ModelPart> parts = targets.parts(standard);
        if (full) {
            if (rank != null || alpha != null) {
                throw new IllegalArgumentException("--full trains no adapter, so it has no --rank and no --alpha");
            }
            return new TrainingStart.FullModel(model.folder, model.clip, parts);
        }
        int width = Objects.requireNonNullElse(rank, RANK);
        double scale = Objects.requireNonNullElse(alpha, 2.0 * width);
        return new TrainingStart.NewAdapter(new LoraConfig(width, scale, ModelPart.targets(parts)));
    }
}
