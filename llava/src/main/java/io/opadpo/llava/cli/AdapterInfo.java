package io.opadpo.llava.cli;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.lora.LinearLayers;
import io.opadpo.llava.lora.LoraFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What is known of an adapter without reading its weights.
 *
 * @param targets last names of the modules it changes, such as {@code q_proj}
 * @param modules how many it changes
 * @param parameters of both matrices of all of them
 */
record AdapterInfo(
        String adapter, int rank, double alpha, String baseModel, List<String> targets, int modules, long parameters) {

    static AdapterInfo of(Path folder, LlavaConfig model) {
        LinearLayers layers = new LinearLayers(model);
        try (LoraFolder lora = LoraFolder.open(folder, model)) {
            long parameters = 0;
            for (String module : lora.modules()) {
                LinearLayers.Size size = Objects.requireNonNull(layers.size(module));
                parameters += lora.config().rank(module) * (size.in() + size.out());
            }
            return new AdapterInfo(
                    folder.toString(),
                    lora.config().rank(),
                    lora.config().alpha(),
                    lora.config().baseModel(),
                    lora.modules().stream()
                            .map(module -> module.substring(module.lastIndexOf('.') + 1))
                            .distinct()
                            .sorted()
                            .toList(),
                    lora.modules().size(),
                    parameters);
        }
    }
}
