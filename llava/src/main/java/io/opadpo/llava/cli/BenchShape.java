package io.opadpo.llava.cli;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.config.LlavaConfigs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What a benchmark is of: a model's shape, with random weights. */
final class BenchShape {

    @Option(
            names = "--shape",
            defaultValue = "7b",
            paramLabel = "7b|13b|FOLDER",
            description = "LLaVA-1.5's 7B or 13B, or what a folder's config.json says; default: ${DEFAULT-VALUE}")
    String name = "7b";

    LlavaConfig config() {
        return switch (name) {
            case "7b" -> LlavaConfigs.of7b();
            case "13b" -> LlavaConfigs.of13b();
            default -> LlavaConfigReader.read(Path.of(name), null);
        };
    }

    /**
     * Sizes such as {@code 64x1024}.
     *
     * @param count numbers in each
     * @throws ParameterException if one is not so many numbers joined by {@code x}
     */
    static List<int[]> sizes(CommandSpec spec, List<String> texts, int count) {
        return texts.stream()
                .map(text -> {
                    if (!text.matches("[1-9][0-9]{0,6}(x[1-9][0-9]{0,6}){" + (count - 1) + "}")) {
                        throw new ParameterException(
                                spec.commandLine(), "'" + text + "' is not " + count + " numbers joined by x");
                    }
                    return Arrays.stream(text.split("x", count))
                            .mapToInt(Integer::parseInt)
                            .toArray();
                })
                .toList();
    }
}
