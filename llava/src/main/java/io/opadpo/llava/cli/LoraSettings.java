package io.opadpo.llava.cli;

import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.LoraTargets;
import io.opadpo.llava.lora.ModelPart;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The shape of a new adapter. */
final class LoraSettings {

    @Option(
            names = "--rank",
            paramLabel = "R",
            defaultValue = "256",
            description = "rank of the adapter (default: ${DEFAULT-VALUE})")
    private int rank;

    @Option(names = "--alpha", description = "the update is scaled by alpha / rank (default: twice the rank)")
    private @Nullable Double alpha;

    @Mixin
    private TargetParts targets = new TargetParts();

    /** @throws IllegalArgumentException naming what is out of range */
    LoraConfig config(Set<ModelPart> standard) {
        LoraTargets modules = ModelPart.targets(targets.parts(standard));
        return new LoraConfig(rank, alpha == null ? 2.0 * rank : alpha, modules);
    }
}
