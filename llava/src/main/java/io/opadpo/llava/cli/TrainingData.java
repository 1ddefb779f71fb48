package io.opadpo.llava.cli;

import io.opadpo.llava.train.data.Encoding;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.PreferenceFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is trained on. */
final class TrainingData {

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "samples, a JSON object to a line: id, image, question, standard, original, report")
    private Path file = Path.of("");

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "folder that image paths start from and do not leave (default: the data's own)")
    private @Nullable Path images;

    @Option(
            names = "--max-prompt",
            paramLabel = "TOKENS",
            defaultValue = "128",
            description = "a sample with a longer prompt, image apart, is dropped (default: ${DEFAULT-VALUE})")
    private int maxPrompt;

    @Option(
            names = "--max-response",
            paramLabel = "TOKENS",
            defaultValue = "896",
            description =
                    "a sample with a longer answer is dropped (default: ${DEFAULT-VALUE}); the token-wise reduction"
                            + " of the preference losses divides by this number")
    int maxResponse;

    EncodingOptions encoding(Encoding encoding) {
        return EncodingOptions.DEFAULT.withEncoding(encoding).withLengths(maxPrompt, maxResponse);
    }

    PreferenceFile open() {
        return images == null ? PreferenceFile.open(file) : PreferenceFile.open(file, images);
    }
}
