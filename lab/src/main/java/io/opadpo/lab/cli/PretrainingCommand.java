package io.opadpo.lab.cli;

import io.opadpo.lab.prior.PretrainingData;
import io.opadpo.lab.text.QuestionMix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab pretraining}. */
@Command(
        name = "pretraining",
        description = "Writes samples for 'llava train sft': scenes as a careless teacher describes them.")
final class PretrainingCommand implements Callable<Integer> {

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "JSON lines")
    private Path out = Path.of("");

    @Option(names = "--count", paramLabel = "N", required = true, description = "samples")
    private int count;

    @Option(names = "--seed", defaultValue = "1", description = "of everything random (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--describe", paramLabel = "SHARE", description = "share of questions for a description")
    private double describe;

    @Option(names = "--list", paramLabel = "SHARE", description = "share of questions for a list")
    private double listing;

    @Option(names = "--exists", paramLabel = "SHARE", description = "share of questions for yes or no")
    private double exists;

    @Option(names = "--what", paramLabel = "SHARE", description = "share of questions about one quadrant")
    private double what;

    @Override
    public Integer call() throws IOException {
        PretrainingData.write(out, count, seed, new QuestionMix(describe, listing, exists, what));
        return 0;
    }
}
