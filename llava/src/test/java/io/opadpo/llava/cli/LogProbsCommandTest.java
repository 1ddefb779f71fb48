package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.TinyFolder;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.lora.RandomAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LogProbsCommandTest {

    @TempDir
    private Path temporary;

    private Path model;

    @BeforeEach
    void makeFolder() throws IOException {
        model = TinyFolder.in(temporary);
        Files.copy(Fixtures.path("images/square.png"), temporary.resolve("beside.png"));
    }

    @Test
    void everyResponseHasItsTokens() throws IOException {
        Path input = rows("""
                {"id": "seen", "image": "beside.png", "question": "What?", "responses": ["ab", ""]}
                {"id": "blind", "question": "What?", "responses": ["ab"]}
                {"id": "gone", "image": "gone.png", "question": "What?", "responses": ["ab"]}
                """);
        Cli run = Cli.run("logprobs", model, "--device", "cpu", "--input", input);
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.lines()).hasSize(3);
        JsonNode seen = run.line("id", "seen");
        // A space, two bytes and the end; the end alone.
        assertThat(seen.at("/responses/0/ids")).hasSize(4);
        assertThat(seen.at("/responses/0/ids/3").intValue()).isEqualTo(2);
        assertThat(seen.at("/responses/1/ids/0").intValue()).isEqualTo(2);
        assertThat(seen.at("/responses/1/log_probs")).hasSize(1);
        double sum = 0;
        for (JsonNode logProb : seen.at("/responses/0/log_probs")) {
            assertThat(logProb.doubleValue()).isNegative();
            sum += logProb.doubleValue();
        }
        assertThat(seen.at("/responses/0/sum").doubleValue()).isCloseTo(sum, Offset.offset(1e-4));
        assertThat(seen.at("/responses/0/mean").doubleValue()).isCloseTo(sum / 4, Offset.offset(1e-4));
        assertThat(run.line("id", "blind").at("/responses/0/sum").doubleValue()).isNotEqualTo(sum);
        assertThat(run.line("id", "gone").path("error").asString()).contains("gone.png");
    }

    @Test
    void anAdapterChangesTheScores() throws IOException {
        Path input = rows("{\"id\": 1, \"image\": \"beside.png\", \"question\": \"What?\", \"responses\": [\"ab\"]}");
        Cli base = Cli.run("logprobs", model, "--input", input, "--quiet");
        Cli tuned = Cli.run("logprobs", model, "--input", input, "--adapter", Fixtures.path("tiny-adapter"), "--quiet");
        assertThat(base.code()).isZero();
        assertThat(tuned.code()).isZero();
        assertThat(base.err() + tuned.err()).isEmpty();
        assertThat(tuned.lines().get(0).at("/responses/0/sum"))
                .isNotEqualTo(base.lines().get(0).at("/responses/0/sum"));
    }

    /** JSON has no NaN. */
    @Test
    void wildWeightsFailTheirRows() throws IOException {
        Path wild = temporary.resolve("wild");
        RandomAdapter.write(wild, LlavaConfigReader.read(model, null), 1, 1e30f);
        Path input = rows("{\"id\": \"w\", \"question\": \"What?\", \"responses\": [\"ab\"]}");
        Cli run = Cli.run("logprobs", model, "--input", input, "--adapter", wild);
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.line("id", "w").path("error").asString())
                .contains("sample w")
                .contains("not finite");
    }

    @Test
    void rowsWithoutResponsesAreRefused() throws IOException {
        Cli run = Cli.run("logprobs", model, "--input", rows("{\"id\": 1, \"question\": \"q\", \"responses\": []}"));
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("rows.jsonl:1").contains("responses");
        assertThat(Cli.run("logprobs", model).code()).isEqualTo(2);
        assertThat(Cli.run("logprobs", model, "--input", temporary).code()).isEqualTo(3);
    }

    private Path rows(String text) throws IOException {
        return Files.writeString(temporary.resolve("rows.jsonl"), text);
    }
}
