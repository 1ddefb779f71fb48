package io.opadpo.dataset.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.SampleImages;
import io.opadpo.dataset.image.DataUrl;
import io.opadpo.service.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service that is killed (SIGKILL) in the middle of an import, and started again. */
class KilledImportTest {

    private static final int ROWS = 900;

    @TempDir
    Path folder;

    private final String database = TestDatabase.create();

    private Process start(String argument) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ImportProcess.class.getName(),
                        database,
                        folder.toString(),
                        argument)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String read(BufferedReader lines, String start) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
        }
        throw new AssertionError("It ended without a line that begins: " + start);
    }

    @Test
    void theNextStartMakesTheSameSet() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("import"));
        Files.write(
                folder.resolve("import/data.jsonl"),
                IntStream.range(0, ROWS)
                        .mapToObj(i -> "{\"id\": \"p%d\", \"image\": \"%s\", \"question\": \"Q%d?\"}"
                                .formatted(i, DataUrl.of("image/png", SampleImages.png(4, 4, i)), i))
                        .toList());
        JdbcClient tables = JdbcClient.create(new DriverManagerDataSource(database));
        String job;
        Process first = start(Integer.toString(ROWS / 2));
        try (BufferedReader lines = first.inputReader()) {
            job = read(lines, ImportProcess.STARTED);
            read(lines, ImportProcess.HALF_WAY);
        } finally {
            first.destroyForcibly().waitFor();
        }
        assertThat(count(tables, "prompt_sets WHERE complete")).isZero();

        JsonNode ended;
        Process second = start(job);
        try (BufferedReader lines = second.inputReader()) {
            ended = JsonMapper.shared().readTree(read(lines, ImportProcess.ENDED));
        } finally {
            second.destroyForcibly().waitFor();
        }

        assertThat(ended.path("state").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("attempts").path("crashes").asInt()).isEqualTo(1);
        assertThat(tables.sql("SELECT id FROM prompts ORDER BY position")
                        .query(String.class)
                        .list())
                .containsExactlyElementsOf(
                        IntStream.range(0, ROWS).mapToObj(i -> "p" + i).toList());
        assertThat(count(tables, "prompt_sets WHERE complete")).isEqualTo(1);
        assertThat(count(tables, "prompts p JOIN images i ON i.sha256 = p.image"))
                .isEqualTo(ROWS);
        try (Stream<Path> files = Files.walk(folder.resolve("blobs/images"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(ROWS);
        }
        for (String leftover :
                new String[] {"imports", "import_files", "import_rows", "prompt_sets WHERE NOT complete"}) {
            assertThat(count(tables, leftover)).as(leftover).isZero();
        }
        assertThat(folder.resolve("work").resolve(ended.path("id").asString())).doesNotExist();
    }

    private static int count(JdbcClient tables, String what) {
        return tables.sql("SELECT count(*) FROM " + what).query(Integer.class).single();
    }
}
