package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.TinyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {

    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    private Path temporary;

    /** The tests' model without its weights. */
    private Path empty(String name) throws IOException {
        Path folder = TinyFolder.in(Files.createDirectories(temporary.resolve(name)));
        Files.delete(folder.resolve(WEIGHTS));
        return folder;
    }

    @Test
    void theModelRunsAndTheSeedDecides() throws IOException {
        Path one = empty("one");
        Cli run = Cli.run("init", one, "--seed", "7");
        assertThat(run.code()).as(run.err()).isZero();
        Cli info = Cli.run("info", one);
        assertThat(info.code()).as(info.err()).isZero();
        Path input = Files.writeString(
                temporary.resolve("rows.jsonl"), "{\"id\": 1, \"question\": \"What?\", \"responses\": [\"ab\"]}");
        Cli scores = Cli.run("logprobs", one, "--input", input);
        // No better than chance, and no worse by much: random layers neither swell nor vanish.
        int tokens = scores.lines().get(0).at("/responses/0/log_probs").size();
        double perToken = scores.lines().get(0).at("/responses/0/sum").doubleValue() / Math.max(tokens, 1);
        assertThat(perToken).isBetween(-4 * Math.log(32064), 0.0);

        Path same = empty("same");
        Cli.run("init", same, "--seed", "7");
        assertThat(same.resolve(WEIGHTS)).hasSameBinaryContentAs(one.resolve(WEIGHTS));
        Path other = empty("other");
        Cli.run("init", other, "--seed", "8");
        assertThat(Files.mismatch(other.resolve(WEIGHTS), one.resolve(WEIGHTS))).isNotNegative();
    }

    @Test
    void weightsThatAreThereStay() throws IOException {
        Path model = TinyFolder.in(temporary);
        Cli run = Cli.run("init", model);
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("has weights already");
        assertThat(model.resolve(WEIGHTS))
                .hasSameBinaryContentAs(Fixtures.path("tiny-llava").resolve(WEIGHTS));
    }

    @Test
    void aFolderWithoutConfigurationIsNamed() {
        Cli run = Cli.run("init", temporary);
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("config.json");
    }
}
