package io.opadpo.llava.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code llava info}: what a model folder holds and what running it takes. */
@Command(
        name = "info",
        description = "Checks a model folder and says what it holds and what it needs; no weight is read.")
final class InfoCommand extends LlavaCommand {

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--adapter", paramLabel = "DIR", description = "an adapter to check; may be given several times")
    private List<Path> adapters = List.of();

    @Override
    public Integer call() {
        output().line(ModelInfo.of(model.folder, model.clip, adapters));
        return LlavaCli.OK;
    }
}
