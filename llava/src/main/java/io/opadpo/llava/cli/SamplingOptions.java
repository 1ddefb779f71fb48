package io.opadpo.llava.cli;

import io.opadpo.llava.generate.Sampling;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** How tokens are chosen: on the command line for all rows, in a row's field {@code sampling} for itself. */
final class SamplingOptions {

    private static final Set<String> FIELDS =
            Set.of("temperature", "top_k", "top_p", "min_tokens", "max_tokens", "stop", "seed");

    @Option(names = "--temperature", defaultValue = "0", description = "0, the default, takes the likeliest token")
    private double temperature;

    @Option(names = "--top-k", defaultValue = "0", description = "draw from so many tokens; 0, the default, for all")
    private int topK;

    @Option(names = "--top-p", defaultValue = "1", description = "draw from tokens of so much probability")
    private double topP;

    @Option(names = "--min-tokens", defaultValue = "0", description = "no end before so many tokens")
    private int minTokens;

    @Option(names = "--max-tokens", defaultValue = "512", description = "end after so many tokens (default: 512)")
    private int maxTokens;

    @Option(names = "--stop", description = "end before this text; may be given several times")
    private List<String> stop = List.of();

    @Option(names = "--seed", defaultValue = "0", description = "the same seed gives the same answers")
    private long seed;

    /** @throws IllegalArgumentException naming the option that is out of range */
    Sampling sampling() {
        return new Sampling(temperature, topK, topP, minTokens, maxTokens, stop, seed);
    }

    /** These options with a row's own over them. */
    Sampling sampling(JsonRow row) {
        JsonRow own = row.object("sampling");
        own.requireOnly(FIELDS);
        try {
            return new Sampling(
                    own.number("temperature", temperature),
                    own.integer("top_k", topK),
                    own.number("top_p", topP),
                    own.integer("min_tokens", minTokens),
                    own.integer("max_tokens", maxTokens),
                    own.texts("stop", stop),
                    own.longInteger("seed", seed));
        } catch (IllegalArgumentException e) {
            throw row.invalid("sampling", e.getMessage());
        }
    }
}
