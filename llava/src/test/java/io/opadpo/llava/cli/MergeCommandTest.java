package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.TinyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeCommandTest {

    @TempDir
    private Path temporary;

    @Test
    void theMergedModelScoresAsTheAdapterDoes() throws IOException {
        Path model = TinyFolder.in(temporary);
        Path adapter = Fixtures.path("tiny-adapter");
        Path merged = temporary.resolve("merged");
        Cli run = Cli.run("merge", model, "--adapter", adapter, "--out", merged, "--dtype", "fp32");
        assertThat(run.code()).as(run.err()).isZero();
        int tensors = run.lines().get(0).path("tensors").intValue();
        assertThat(run.err()).contains("merge " + tensors + "/" + tensors);

        Path input = Files.writeString(
                temporary.resolve("rows.jsonl"), "{\"id\": 1, \"question\": \"What?\", \"responses\": [\"ab\"]}");
        double expected = sum(Cli.run("logprobs", model, "--input", input, "--adapter", adapter));
        assertThat(sum(Cli.run("logprobs", merged, "--input", input))).isCloseTo(expected, Offset.offset(1e-4));
        assertThat(sum(Cli.run("logprobs", model, "--input", input))).isNotCloseTo(expected, Offset.offset(1e-4));
    }

    @Test
    void withoutAnAdapterTheModelStays() throws IOException {
        Path model = TinyFolder.in(temporary);
        Path copy = temporary.resolve("copy");
        assertThat(Cli.run("merge", model, "--out", copy, "--dtype", "fp32").code())
                .isZero();
        Path input = Files.writeString(
                temporary.resolve("rows.jsonl"), "{\"id\": 1, \"question\": \"What?\", \"responses\": [\"ab\"]}");
        assertThat(sum(Cli.run("logprobs", copy, "--input", input)))
                .isEqualTo(sum(Cli.run("logprobs", model, "--input", input)));
    }

    private static double sum(Cli run) {
        return run.lines().get(0).at("/responses/0/sum").doubleValue();
    }

    @ParameterizedTest
    @CsvSource({"bf16", "fp16"})
    void theTypeIsTheOneAskedFor(String type) {
        Path out = temporary.resolve("out");
        Cli run = Cli.run(
                "merge",
                Fixtures.path("tiny-llava"),
                "--adapter",
                Fixtures.path("tiny-adapter"),
                "--out",
                out,
                "--dtype",
                type);
        assertThat(run.lines().get(0).path("dtype").asString()).isEqualTo(type);
        String stored = type.equals("fp16") ? "f16" : type;
        assertThat(Cli.run("info", out)
                        .lines()
                        .get(0)
                        .at("/stored_dtypes/" + stored)
                        .longValue())
                .isPositive();
    }

    @Test
    void aFolderInUseIsNotWrittenInto() throws IOException {
        Path model = TinyFolder.in(temporary);
        Cli run = Cli.run("merge", model, "--adapter", Fixtures.path("tiny-adapter"), "--out", model);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains(model.toString()).contains("not empty");
        assertThat(Cli.run("merge", model).code()).isEqualTo(2);
    }
}
