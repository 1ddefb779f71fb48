package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Runs the commands that the README shows, with the classes of this build in place of the jar. */
class ReadmeTest {

    private static final String MARK = "<!-- run by ReadmeTest -->\n```sh\n";

    @TempDir
    private Path temporary;

    @Test
    void itsCommandsWork() throws Exception {
        Path script = temporary.resolve("readme.sh");
        // The function takes the place of "java -jar llava/target/llava.jar".
        Files.writeString(script, """
                set -eu
                java() {
                    shift 2
                    command "$JAVA" -cp "$CLASSES" io.opadpo.llava.cli.LlavaCli "$@"
                }
                """ + commands());
        Path resources = temporary.resolve("llava/src/test/resources");
        layOut(resources);
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString())
                .directory(temporary.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        builder.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin/java").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
            Files.delete(resources.resolve("fixtures"));
            Files.delete(resources.resolve("tokenizer"));
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        List<String> lines = Files.readAllLines(out);
        // info 1, preprocess 8, generate 1 and 2, logprobs 2, merge 1, train 2 + 1 and 2 + 1, bench 5.
        assertThat(lines).hasSize(26).allSatisfy(line -> JsonMapper.shared().readTree(line));
        assertThat(temporary.resolve("target/merged/model.safetensors")).isRegularFile();
        assertThat(temporary.resolve("target/pixels.safetensors")).isRegularFile();
        assertThat(temporary.resolve("target/opa-dpo/adapter/adapter_model.safetensors"))
                .isRegularFile();
    }

    private static String commands() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        assertThat(readme).contains(MARK);
        int start = readme.indexOf(MARK) + MARK.length();
        return readme.substring(start, readme.indexOf("```", start));
    }

    /** The folders of a clone that the commands name. */
    private static void layOut(Path resources) throws IOException {
        Files.createDirectories(resources);
        Files.createSymbolicLink(resources.resolve("fixtures"), Fixtures.dir().toAbsolutePath());
        Files.createSymbolicLink(
                resources.resolve("tokenizer"),
                Path.of("src/test/resources/tokenizer").toAbsolutePath());
    }
}
