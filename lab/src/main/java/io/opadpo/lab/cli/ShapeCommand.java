package io.opadpo.lab.cli;

import io.opadpo.lab.model.LabShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab shape}. */
@Command(name = "shape", description = "Writes the folder of the built-in model, all but its weights.")
final class ShapeCommand implements Callable<Integer> {

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the folder")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        new LabShape().write(out);
        return 0;
    }
}
