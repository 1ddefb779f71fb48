package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.TestService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's Python client against the service. {@code OPENAI_PYTHON} names a Python that has it. */
@EnabledIfEnvironmentVariable(named = "OPENAI_PYTHON", matches = ".+")
class OpenAiClientTest {

    private static final String KEY = "bootstrap-key-of-the-tests";

    @TempDir
    private Path files;

    private static String path(String resource) throws Exception {
        return Path.of(Objects.requireNonNull(OpenAiClientTest.class.getResource(resource))
                        .toURI())
                .toString();
    }

    @Test
    void itListsAsksAndStreams() throws Exception {
        try (FakeDatasets datasets = new FakeDatasets();
                TestService service = TestService.start(
                        TrainerApplication.application(),
                        TinyTrainer.properties(files, datasets, "opadpo.security.bootstrap-key=" + KEY))) {
            Process python = new ProcessBuilder(
                            System.getenv("OPENAI_PYTHON"),
                            path("/openai_client.py"),
                            service.uri.toString(),
                            KEY,
                            path("/images/square.png"))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(python.waitFor()).as(output).isZero();
            assertThat(output).endsWith("ok\n");
        }
    }
}
