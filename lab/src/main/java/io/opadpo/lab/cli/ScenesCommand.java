package io.opadpo.lab.cli;

import io.opadpo.lab.files.ChairFolder;
import io.opadpo.lab.files.LabSamples;
import io.opadpo.lab.files.PopeFolder;
import io.opadpo.lab.files.PromptFolder;
import io.opadpo.lab.text.QuestionMix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab scenes}. */
@Command(name = "scenes", description = "Writes pictures with questions, to align a model on or to test it with.")
final class ScenesCommand implements Callable<Integer> {

    private enum Use {
        PROMPTS,
        CHAIR,
        POPE
    }

    @Option(
            names = "--for",
            paramLabel = "prompts|chair|pope",
            required = true,
            description = "prompts with standard answers, a benchmark of descriptions, or one of yes and no")
    private Use use = Use.PROMPTS;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the folder")
    private Path out = Path.of("");

    @Option(names = "--count", paramLabel = "N", defaultValue = "500", description = "default: ${DEFAULT-VALUE}")
    private int count;

    @Option(names = "--seed", defaultValue = "1", description = "of everything random (default: ${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() throws IOException {
        switch (use) {
            case PROMPTS -> PromptFolder.write(out, new LabSamples(seed, QuestionMix.ALIGNMENT).next(count));
            case CHAIR -> ChairFolder.write(out, new LabSamples(seed, QuestionMix.DESCRIBE).next(count));
            case POPE -> PopeFolder.write(out, new LabSamples(seed, QuestionMix.EXISTS).next(count));
        }
        return 0;
    }
}
