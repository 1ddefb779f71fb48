package io.opadpo.llava.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model. */
final class ModelOptions {

    @Parameters(index = "0", paramLabel = "MODEL", description = "folder of the model")
    Path folder = Path.of("");

    @Option(
            names = "--clip",
            paramLabel = "DIR",
            description = "folder of the CLIP model, for checkpoints without a vision tower")
    @Nullable
    Path clip;
}
