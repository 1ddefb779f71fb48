package io.opadpo.llava.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.opadpo.llava.config.LlavaConfigs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelPartTest {

    private static final List<String> MODULES = new LinearLayers(LlavaConfigs.of7b()).all();

    @Test
    void targetsAreExactlyThePartsLinearLayers() {
        for (Set<ModelPart> parts : List.of(
                Set.of(ModelPart.DECODER),
                Set.of(ModelPart.PROJECTOR),
                Set.of(ModelPart.TOWER),
                Set.of(ModelPart.DECODER, ModelPart.TOWER),
                Set.of(ModelPart.values()))) {
            LoraTargets targets = ModelPart.targets(parts);
            List<String> expected = MODULES.stream()
                    .filter(module -> parts.stream().anyMatch(part -> part.holds(module)))
                    .toList();
            assertThat(MODULES.stream().filter(targets::matches))
                    .as("%s", parts)
                    .containsExactlyElementsOf(expected);
            assertThat(expected).isNotEmpty();
            assertThat(targets.matches("language_model.norm")).isEqualTo(parts.size() == 3);
        }
        assertThat(MODULES)
                .allMatch(module -> List.of(ModelPart.values()).stream()
                                .filter(part -> part.holds(module))
                                .count()
                        == 1);
    }

    @Test
    void noPartIsNoAdapter() {
        assertThatIllegalArgumentException().isThrownBy(() -> ModelPart.targets(List.of()));
    }
}
