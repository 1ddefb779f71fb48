package io.opadpo.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quick start that is killed without warning, with its database left behind, and started again. */
class KilledProcessTest {

    @TempDir
    private Path data;

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Quickstart.class.getName(),
                        "--data",
                        data.toString(),
                        "--port",
                        "0",
                        "--scenes",
                        "192",
                        "--tests",
                        "8",
                        "--exit")
                .redirectErrorStream(true)
                .start();
    }

    /** Reads lines until one is as wanted, or to the end. */
    private static List<String> read(BufferedReader lines, Predicate<String> wanted) throws IOException {
        List<String> read = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            read.add(line);
            if (wanted.test(line)) {
                break;
            }
        }
        return read;
    }

    @Test
    void theNextStartGoesOnWithThePipeline() throws IOException, InterruptedException {
        Process first = start();
        try (BufferedReader lines = first.inputReader()) {
            List<String> read = read(lines, line -> line.matches(".*opa +RUNNING +[0-9]+/[0-9]+ steps.*"));
            assertThat(read.get(read.size() - 1)).as(read.toString()).contains("steps");
        } finally {
            first.destroyForcibly().waitFor();
        }
        Process second = start();
        try (BufferedReader lines = second.inputReader()) {
            List<String> read = read(lines, line -> false);
            assertThat(second.waitFor()).as(read.toString()).isZero();
            assertThat(read)
                    .anyMatch(line -> line.startsWith("An earlier start left a pipeline"))
                    .anyMatch(line -> line.matches(".*evaluation +SUCCEEDED.*"));
        } finally {
            second.destroyForcibly();
        }
    }
}
