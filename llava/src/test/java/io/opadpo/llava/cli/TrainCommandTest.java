package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.TinyFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainCommandTest {

    private static final int SAMPLES = 6;

    @TempDir
    private Path temporary;

    private Path model;
    private Path data;

    @BeforeEach
    void makeFolder() throws IOException {
        model = TinyFolder.in(temporary);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < SAMPLES; i++) {
            rows.append("""
                    {"id": %d, "image": "square.png", "question": "What is it?", "standard": "A cat %d.", \
                    "original": "A dog.", "report": {"0": {"copied_content": "A dog.", "score": 2, \
                    "error_type": "image_recognition_error", "object": ["dog -> cat"], \
                    "rewritten_content": "A cat.", "reason": "seen"}}}
                    """.formatted(i, i));
        }
        rows.append("{\"id\": \"bare\", \"question\": \"q\", \"standard\": \"s\", \"original\": \"o\"}\n");
        data = Files.writeString(temporary.resolve("data.jsonl"), rows);
    }

    private Object[] arguments(String kind, Path out, Object... more) {
        Stream<Object> first = Stream.of(
                "train",
                kind,
                model,
                "--data",
                data,
                "--images",
                Fixtures.path("images"),
                "--out",
                out,
                "--max-prompt",
                400,
                "--device",
                "cpu",
                "--checkpoint-every",
                1);
        return Stream.concat(first, Arrays.stream(more)).toArray();
    }

    private Cli train(String kind, Path out, Object... more) {
        Cli run = Cli.run(arguments(kind, out, more));
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private static JsonNode last(List<JsonNode> lines) {
        return lines.get(lines.size() - 1);
    }

    @Test
    void theSecondStageStartsWhereTheFirstEnded() throws IOException {
        Path first = temporary.resolve("opa");
        Cli opa = train("opa", first, "--rank", 4, "--epochs", 2, "--batch", 4, "--learning-rate", 1e-3);
        List<JsonNode> lines = opa.lines();
        assertThat(lines).hasSize(5);
        assertThat(lines.subList(0, 4))
                .isEqualTo(Files.readAllLines(first.resolve("metrics.jsonl")).stream()
                        .map(JsonMapper.shared()::readTree)
                        .toList());
        JsonNode result = last(lines);
        assertThat(result.path("finished").booleanValue()).isTrue();
        assertThat(result.path("step").intValue()).isEqualTo(4);
        assertThat(result.at("/data/kept").intValue()).isEqualTo(SAMPLES);
        assertThat(result.at("/data/dropped/NO_REPORT").intValue()).isEqualTo(1);
        assertThat(result.has("best")).isFalse();
        assertThat(opa.err()).contains("train 4/4, epoch 2.00, loss ");
        assertThat(Cli.run("info", model, "--adapter", result.path("result").asString())
                        .lines()
                        .get(0)
                        .at("/adapters/0/targets"))
                .map(JsonNode::asString)
                .contains("q_proj", "linear_1", "fc1");

        Cli dpo = train("opa-dpo", temporary.resolve("dpo"), "--start", first.resolve("adapter"), "--epochs", 1);
        assertThat(dpo.lines().get(0).path("scalars").path("loss/total").doubleValue())
                .isCloseTo(6.4 * Math.log(2), within(1e-5));
        assertThat(last(dpo.lines()).path("result").asString())
                .isEqualTo(temporary.resolve("dpo/adapter").toString());
        assertThat(dpo.err()).contains("reference 6/6");
    }

    @Test
    void everyTermCanBeSet() {
        Cli run = train("opa-dpo", temporary.resolve("out"), (Object[])
                ("--start " + Fixtures.path("tiny-adapter") + " --quiet --epochs 1 --beta 0.2 --label-smoothing 0.1"
                                + " --divergence js --standard-coefficient 2 --revised-coefficient 0"
                                + " --contrastive-coefficient 0.5 --anchor squared --anchor-coefficient 3"
                                + " --anchor-target 1 --no-score-weights --mask blockwise --mask-ratio 0.5 --mask-seed 9"
                                + " --encoding reference --reduction sequence")
                        .split(" "));
        JsonNode scalars = run.lines().get(0).path("scalars");
        // 2 pairs at log 2 with coefficients 2 and 2 · 0.5, and the anchor 2 · (0 − 1)² for each of two answers, times
        // 3.
        assertThat(scalars.path("loss/total").doubleValue()).isCloseTo(3 * Math.log(2) + 3 * 4, within(1e-4));
        assertThat(scalars.propertyNames()).contains("loss/stand_mask").doesNotContain("loss/AI_gen");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void answersCanBeMadeLessCertainWithoutTheImage() {
        Cli run = train("opa", temporary.resolve("out"), (Object[])
                ("--rank 2 --epochs 2 --batch 6 --entropy 4 --entropy-decay 0.5 --entropy-mask attention"
                                + " --entropy-ratio 0.8")
                        .split(" "));
        for (int step = 0; step < 2; step++) {
            JsonNode scalars = run.lines().get(step).path("scalars");
            double term = scalars.path("loss/entropy").doubleValue() * (step == 0 ? 4 : 2);
            double expected = scalars.path("loss/nll").doubleValue() + term;
            assertThat(term).isNotZero();
            assertThat(scalars.path("loss/total").doubleValue()).isCloseTo(expected, within(1e-9));
            assertThat(scalars.propertyNames()).contains("loss/mask_nll");
        }
        Cli plain = train("opa", temporary.resolve("plain"), "--rank", 2, "--epochs", 1);
        assertThat(plain.lines().get(0).path("scalars").propertyNames()).doesNotContain("loss/entropy");
    }

    @Test
    void baselinesAreTrainedAndWatched() {
        Object[] watched = {
            "--rank", 2, "--epochs", 3, "--batch", 8, "--held-out", 0.4, "--early-stop", 9, "--evaluate-every", 1
        };
        Cli dpo = train("dpo", temporary.resolve("dpo"), watched);
        JsonNode first = dpo.lines().get(0).path("scalars");
        assertThat(first.path("loss/total").doubleValue()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(first.path("eval/loss/total").doubleValue()).isPositive();
        assertThat(last(dpo.lines()).at("/best/step").intValue()).isBetween(1, 3);
        Cli sft = train("sft", temporary.resolve("sft"), watched);
        assertThat(last(sft.lines()).path("result_step").intValue()).isBetween(1, 3);
        assertThat(sft.err()).contains("held-out loss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opa --rank 0",
                "opa --targets head",
                "opa --epochs 0",
                "opa --warmup x",
                "opa --warmup 101%",
                "opa --held-out 1",
                "opa --early-stop 2",
                "opa --evaluate-every 5",
                "opa --keep 0",
                "opa --entropy 0",
                "opa --entropy-ratio 0.5",
                "opa --entropy 1 --entropy-decay 2",
                "opa --entropy 1 --entropy-mask pixels",
                "sft --schedule step",
                "sft --max-prompt 0",
                "dpo --beta 0",
                "dpo --label-smoothing 0.5",
                "dpo --divergence alpha:0",
                "dpo --divergence kl",
                "opa-dpo",
                "opa-dpo --start s --anchor up",
                "opa-dpo --start s --mask-ratio 2",
                "opa-dpo --start s --standard-coefficient 0 --revised-coefficient 0 --anchor-coefficient 0",
            })
    void wrongSettingsAreRefusedBeforeAnythingIsLoaded(String options) {
        List<Object> arguments = new ArrayList<>(List.of("train"));
        arguments.addAll(List.of(options.split(" ")));
        arguments.addAll(List.of("no-model", "--data", "no-data", "--out", temporary.resolve("out")));
        Cli run = Cli.run(arguments.toArray());
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(temporary.resolve("out")).doesNotExist();
    }

    @Test
    void unusableInputIsNamed() throws IOException {
        Path out = temporary.resolve("out");
        assertThat(Cli.run("train", "sft", model, "--data", "no-data", "--out", out)
                        .err())
                .contains("no-data");
        Cli tooLong = Cli.run("train", "sft", model, "--data", data, "--out", out);
        assertThat(tooLong.code()).isEqualTo(3);
        assertThat(tooLong.err())
                .contains(data.toString())
                .contains("nothing left")
                .contains("NO_IMAGE");
        Cli noAdapter = Cli.run(arguments("opa-dpo", out, "--start", temporary));
        assertThat(noAdapter.code()).isEqualTo(3);
        assertThat(noAdapter.err()).contains(temporary.toString());
    }

    @Test
    @Timeout(120)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
    void aTerminatedTrainingEndsWellAndGoesOn() throws IOException, InterruptedException {
        Object[] arguments = arguments("sft", temporary.resolve("out"), "--rank", 2, "--epochs", 400, "--batch", 2);
        List<String> lines = terminated(arguments);
        JsonNode result = JsonMapper.shared().readTree(lines.get(lines.size() - 1));
        assertThat(result.path("finished").booleanValue()).isFalse();
        assertThat(result.has("result")).isFalse();
        int step = result.path("step").intValue();
        assertThat(lines).hasSize(step + 1);

        List<String> resumed = terminated(arguments);
        assertThat(JsonMapper.shared().readTree(resumed.get(0)).path("step").intValue())
                .isEqualTo(step + 1);

        arguments[arguments.length - 1] = 3;
        Cli changed = Cli.run(arguments);
        assertThat(changed.code()).isEqualTo(LlavaCli.BAD_INPUT);
        assertThat(changed.err()).contains("options.batchSize was 2 and is 3");
    }

    /** Lines that a process tells when SIGTERM ends it after its first step. */
    private static List<String> terminated(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LlavaCli.class.getName()));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            lines.add(output.readLine());
            // The process's own method would close its output as well.
            process.toHandle().destroy();
            output.lines().forEach(lines::add);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        return lines;
    }
}
