package io.opadpo.llava.cli;

import io.opadpo.llava.export.RandomModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llava init}: weights to begin pretraining with. */
@Command(
        name = "init",
        description = "Writes random weights beside a config.json, for pretraining from the start, and for tests.")
final class InitCommand extends LlavaCommand {

    @Parameters(paramLabel = "DIR", description = "folder with a config.json in Hugging Face's layout, and no weights")
    private Path folder = Path.of("");

    @Option(names = "--seed", defaultValue = "42", description = "of the weights (default: ${DEFAULT-VALUE})")
    private long seed;

    private record Written(String out, long weights) {}

    @Override
    public Integer call() throws IOException {
        output().line(new Written(folder.toString(), RandomModel.write(folder, seed)));
        return LlavaCli.OK;
    }
}
