package io.opadpo.llava.train.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardSinkTest {

    private static final Instant START = Instant.parse("2023-11-14T22:13:20.250Z");

    @TempDir
    Path folder;

    @Test
    void writesTheBytesTensorBoardsOwnWriterWrites() throws IOException {
        Map<String, Double> scalars =
                Steps.scalars("loss/total", 1.25, "rewards/Größe", Double.NaN, "eval/loss", -1 / 0.0);
        try (TensorBoardSink sink = TensorBoardSink.open(folder, 300, at(START))) {
            sink.onStep(new StepRecord(301, 151, 1.5, START.plusMillis(1250), scalars));
        }
        assertThat(files()).hasSize(1);
        assertThat(files().get(0)).hasSameBinaryContentAs(Path.of("src/test/resources/train/reference.tfevents"));
    }

    @Test
    void anIndependentReaderFindsEveryScalar() throws IOException {
        try (TensorBoardSink sink = TensorBoardSink.open(folder.resolve("made/here"), 0, at(START))) {
            for (long step : new long[] {1, 127, 128, 1L << 40}) {
                sink.onStep(Steps.step(step, Steps.scalars("b", 1.0 / step, "a", -2.0)));
            }
            sink.flush();
        }
        folder = folder.resolve("made/here");
        List<List<EventsFile.Field>> events = EventsFile.events(files().get(0));
        assertThat(events).hasSize(6);
        List<EventsFile.Field> last = events.get(5);
        assertThat(EventsFile.only(last, 2)).isEqualTo(1L << 40);
        assertThat(EventsFile.only(last, 1)).isEqualTo(1_700_000_000.0 + (1L << 40));
        assertThat(EventsFile.scalars(last)).containsExactly(Map.entry("b", 0x1p-40f), Map.entry("a", -2f));
        assertThat(EventsFile.scalars(events.get(3))).containsEntry("b", 1 / 127f);
    }

    @Test
    void aResumedRunHasALaterFileThatDropsTheStepsDoneAgain() throws IOException {
        TensorBoardSink.open(folder, 0, at(START)).close();
        TensorBoardSink.open(folder, 5, at(START)).close();
        TensorBoardSink.open(folder, 3, at(START.minusSeconds(86_400))).close();
        assertThat(files()).hasSize(3);
        List<EventsFile.Field> restart = EventsFile.events(files().get(2)).get(1);
        assertThat(EventsFile.only(restart, 2)).isEqualTo(4L);
        List<EventsFile.Field> sessionLog = EventsFile.fields((byte[]) EventsFile.only(restart, 7));
        assertThat(EventsFile.only(sessionLog, 1)).isEqualTo(1L);
    }

    @Test
    void namesWhatCannotBeUsed() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "");
        assertThatThrownBy(() -> TensorBoardSink.open(taken, 0, at(START)))
                .isInstanceOf(TelemetryException.class)
                .hasMessageContaining(taken.toString());
        TensorBoardSink closed = TensorBoardSink.open(folder, 0, at(START));
        closed.close();
        assertThatThrownBy(() -> closed.onStep(Steps.step(1)))
                .isInstanceOf(TelemetryException.class)
                .hasMessageContaining("tfevents");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("tfevents"))
                    .sorted()
                    .toList();
        }
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }
}
