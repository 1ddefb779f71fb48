package io.opadpo.llava.cli;

import io.opadpo.llava.lora.ModelPart;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The parts of the model that learn. */
final class TargetParts {

    static final Set<ModelPart> ALL = EnumSet.allOf(ModelPart.class);
    static final Set<ModelPart> DECODER = EnumSet.of(ModelPart.DECODER);

    /** What can be asked for. */
    private enum Target {
        DECODER(TargetParts.DECODER),
        PROJECTOR(EnumSet.of(ModelPart.PROJECTOR)),
        TOWER(EnumSet.of(ModelPart.TOWER)),
        ALL(TargetParts.ALL);

        @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
        private final Set<ModelPart> parts;

        Target(Set<ModelPart> parts) {
            this.parts = Set.copyOf(parts);
        }
    }

    @Option(
            names = "--targets",
            split = ",",
            paramLabel = "decoder|projector|tower|all",
            description =
                    "parts of the model that learn, with --full all weights, else linear layers (default: all for opa and sft, else decoder)")
    private List<Target> targets = List.of();

    Set<ModelPart> parts(Set<ModelPart> standard) {
        Set<ModelPart> parts = EnumSet.noneOf(ModelPart.class);
        targets.forEach(target -> parts.addAll(target.parts));
        return parts.isEmpty() ? standard : parts;
    }
}
