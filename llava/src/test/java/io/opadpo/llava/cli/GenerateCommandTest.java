package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.TinyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GenerateCommandTest {

    private static final String ADAPTER = "tuned=" + Fixtures.path("tiny-adapter");

    @TempDir
    private static Path temporary;

    private static Path model;
    private static Path image;

    @BeforeAll
    static void makeFolder() throws IOException {
        model = TinyFolder.in(temporary);
        image = Fixtures.path("images/square.png");
        Files.copy(image, temporary.resolve("beside.png"));
    }

    @Test
    void aSingleQuestionIsAnsweredAndStreamed() {
        Cli run = ask("--question", "What?", "--image", image, "--max-tokens", "4", "--stream", "--tokens");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode answer = run.lines().get(0).at("/answers/0");
        assertThat(answer.path("finish").asString()).isEqualTo("length");
        assertThat(answer.path("ids")).hasSize(4);
        assertThat(answer.path("log_probs")).hasSize(4);
        double sum = StreamSupport.stream(answer.path("log_probs").spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .sum();
        assertThat(answer.path("log_prob_sum").doubleValue()).isEqualTo(sum, Offset.offset(1e-4));
        assertThat(answer.path("text").asString()).isNotEmpty();
        assertThat(run.err()).contains(answer.path("text").asString()).doesNotContain("generate 1/1");
    }

    @Test
    void rowsTakeTheirOwnSettingsOverTheCommands() throws IOException {
        String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(image));
        Path input = rows("""
                {"id": "beside", "image": "beside.png", "question": "What?"}

                {"id": "inline", "image": "%s", "question": "What?", "extra": [1]}
                {"id": "base", "image": "beside.png", "question": "What?", "adapter": null}
                {"id": 7, "question": "What?", "samples": 3, "sampling": {"temperature": 1, "max_tokens": 2, "seed": 5}}
                """.formatted(data));
        Cli run = ask("--input", input, "--adapter", ADAPTER, "--max-tokens", "4", "--tokens");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(4);
        assertThat(run.err()).contains("generate 4/4");
        JsonNode beside = run.line("id", "beside");
        assertThat(beside.path("adapter").asString()).isEqualTo("tuned");
        assertThat(run.line("id", "inline").at("/answers/0/ids")).isEqualTo(beside.at("/answers/0/ids"));
        JsonNode base = run.line("id", "base");
        assertThat(base.path("adapter").isNull()).isTrue();
        assertThat(base.at("/answers/0/log_probs")).isNotEqualTo(beside.at("/answers/0/log_probs"));
        JsonNode drawn = run.line("id", "7").path("answers");
        assertThat(drawn).hasSize(3);
        assertThat(drawn.get(0).path("ids"))
                .hasSize(2)
                .isNotEqualTo(drawn.get(1).path("ids"));
    }

    @Test
    void aRowsFailureIsReportedAndTheOthersAnswered() throws IOException {
        Path input = rows("""
                {"id": "gone", "image": "gone.png", "question": "What?"}
                {"id": "unknown", "question": "What?", "adapter": "nobody"}
                {"id": "long", "question": "%s"}
                {"id": "good", "question": "What?"}
                """.formatted("x".repeat(3000)));
        Cli run = ask("--input", input, "--max-tokens", "2");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.line("id", "gone").path("error").asString()).contains("gone.png");
        assertThat(run.line("id", "unknown").path("error").asString()).contains("nobody");
        assertThat(run.line("id", "long").path("error").asString()).contains("long");
        assertThat(run.line("id", "good").at("/answers/0/tokens").intValue()).isEqualTo(2);
        assertThat(run.lines()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|not valid JSON",
                "[1]|not a JSON object",
                "{\"question\": \"q\"}|id",
                "{\"id\": \"a\"}|question",
                "{\"id\": \"a\", \"id\": \"b\", \"question\": \"q\"}|not valid JSON",
                "{\"id\": \"a\", \"question\": 5}|question",
                "{\"id\": \"a\", \"question\": \"q\", \"image\": \"https://example.org/x.png\"}|URL",
                "{\"id\": \"a\", \"question\": \"q\", \"image\": \"file:/etc/passwd\"}|URL",
                "{\"id\": \"a\", \"question\": \"q\", \"image\": \"data:image/png,xyz\"}|base64",
                "{\"id\": \"a\", \"question\": \"q\", \"image\": \"data:image/png;base64,*\"}|base64",
                "{\"id\": \"a\", \"question\": \"q\", \"image\": \"a\\u0000b\"}|image",
                "{\"id\": \"a\", \"question\": \"q\", \"samples\": 0}|samples",
                "{\"id\": \"a\", \"question\": \"q\", \"samples\": 5000000000}|samples",
                "{\"id\": \"a\", \"question\": \"q\", \"sampling\": {\"top_p\": 2}}|topP",
                "{\"id\": \"a\", \"question\": \"q\", \"sampling\": {\"top-p\": 1}}|top-p",
                "{\"id\": \"a\", \"question\": \"q\", \"sampling\": {\"stop\": \"x\"}}|stop"
            })
    void aBadLineIsNamedBeforeAnythingIsLoaded(String line, String problem) throws IOException {
        Path input = rows("{\"id\": \"fine\", \"question\": \"q\"}\n" + line);
        Cli run = Cli.run("generate", "no-such-model", "--input", input);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(input + ":2").contains(problem).doesNotContain("no-such-model");
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() throws IOException {
        Path input = rows("{\"id\": \"fine\", \"question\": \"q\"}");
        assertThat(ask().code()).isEqualTo(2);
        assertThat(ask("--question", "q", "--input", input).code()).isEqualTo(2);
        assertThat(ask("--input", input, "--image", image).code()).isEqualTo(2);
        assertThat(ask("--question", "q", "--image", "http://example.org/x.png").code())
                .isEqualTo(2);
        assertThat(ask("--question", "q", "--temperature", "-1").err()).contains("temperature is -1.0");
        assertThat(ask("--question", "q", "--samples", "0").code()).isEqualTo(2);
    }

    private static Cli ask(Object... options) {
        Object[] all = new Object[options.length + 4];
        System.arraycopy(new Object[] {"generate", model, "--device", "cpu"}, 0, all, 0, 4);
        System.arraycopy(options, 0, all, 4, options.length);
        return Cli.run(all);
    }

    private static Path rows(String text) throws IOException {
        return Files.writeString(temporary.resolve("rows.jsonl"), text);
    }
}
