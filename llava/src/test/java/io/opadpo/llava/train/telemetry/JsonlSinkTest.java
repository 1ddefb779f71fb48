package io.opadpo.llava.train.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlSinkTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void chooseAFile() {
        file = folder.resolve("telemetry/steps.jsonl");
    }

    @Test
    void writesOneLineOfJsonPerStep() throws IOException {
        try (JsonlSink sink = JsonlSink.open(file, 0)) {
            sink.onStep(Steps.step(
                    3, Steps.scalars("loss/total", 0.5, "a\n\"", -0.0, "nan", Double.NaN, "up", 1 / 0.0, "e", 1e-320)));
            assertThat(Files.readString(file)).isEqualTo("""
                    {"step":3,"outer_step":2,"epoch":0.375,"time":"2023-11-14T22:13:23Z",\
                    "scalars":{"loss/total":0.5,"a\\n\\"":-0.0,"nan":"NaN","up":"Infinity","e":1.0E-320}}
                    """);
        }
    }

    @Test
    void everyValueComesBackAsItWas() {
        StepRecord step = Steps.step(
                7, Steps.scalars("a", 0.1, "b", Double.NaN, "c", -1 / 0.0, "d", Double.MIN_VALUE, "e", -0.0));
        assertThat(StepJson.parse(StepJson.line(step))).contains(step);
    }

    @Test
    void aResumeGoesOnBehindItsStep() throws IOException {
        record(0, 1, 6);
        record(4, 5, 8);
        assertThat(stepsInFile()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        record(8, 9, 9);
        assertThat(stepsInFile()).hasSize(9).endsWith(9L);
        record(0, 1, 1);
        assertThat(stepsInFile()).containsExactly(1L);
    }

    @Test
    void aLineCutAnywhereIsWrittenAnew() throws IOException {
        record(0, 1, 3);
        byte[] whole = Files.readAllBytes(file);
        int start = Files.readAllLines(file).stream()
                .limit(2)
                .mapToInt(line -> line.length() + 1)
                .sum();
        for (int length = start; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            record(3, 3, 3);
            assertThat(file).as("cut to %d bytes", length).hasBinaryContent(whole);
        }
    }

    @Test
    void linesThatAreNoRecordsAreDropped() throws IOException {
        record(0, 1, 3);
        List<String> good = Files.readAllLines(file);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "\0\0\0\0",
                        good.get(0),
                        "",
                        "null",
                        "{}",
                        "[[",
                        good.get(1).replace("\"step\":2", "\"step\":-2"),
                        good.get(1).replace("2023-11", "2023-13"),
                        good.get(1).replace("{\"loss/total\":0.5}", "{\"loss/total\":\"x\"}"),
                        good.get(1).replace("{\"loss/total\":0.5}", "[]"),
                        good.get(1) + "x",
                        "[".repeat(100_000),
                        "x".repeat(3 << 20),
                        good.get(1),
                        good.get(0),
                        good.get(1),
                        good.get(2)),
                StandardCharsets.UTF_8);
        record(2, 3, 3);
        assertThat(Files.readAllLines(file)).containsExactlyElementsOf(good);
    }

    @Test
    void refusesToWriteAStepTwice() {
        try (JsonlSink sink = JsonlSink.open(file, 0)) {
            sink.onStep(Steps.step(2));
            assertThatThrownBy(() -> sink.onStep(Steps.step(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Step 2 comes after step 2");
        }
    }

    @Test
    void namesTheFileThatCannotBeUsed() throws IOException {
        Files.createDirectories(file);
        assertThatThrownBy(() -> JsonlSink.open(file, 0))
                .isInstanceOf(TelemetryException.class)
                .hasMessageContaining(file.toString());
        JsonlSink closed = JsonlSink.open(folder.resolve("closed"), 0);
        closed.close();
        assertThatThrownBy(() -> closed.onStep(Steps.step(1)))
                .isInstanceOf(TelemetryException.class)
                .hasMessageContainingAll("closed", "step 1");
        assertThatThrownBy(closed::flush).isInstanceOf(TelemetryException.class);
    }

    private void record(long resumed, long from, long to) {
        try (JsonlSink sink = JsonlSink.open(file, resumed)) {
            LongStream.rangeClosed(from, to).forEach(step -> sink.onStep(Steps.step(step)));
            sink.flush();
        }
    }

    private List<Long> stepsInFile() throws IOException {
        return Files.readAllLines(file).stream()
                .map(line ->
                        StepJson.parse(line.getBytes(StandardCharsets.UTF_8)).orElseThrow())
                .map(StepRecord::step)
                .toList();
    }
}
