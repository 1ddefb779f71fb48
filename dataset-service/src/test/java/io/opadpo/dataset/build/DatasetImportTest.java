package io.opadpo.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.table.TableFixtures;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the published code has left becomes a data set. */
class DatasetImportTest {

    static final DatasetService service = DatasetService.shared();
    static final Api alice = service.as("reference-alice");

    @BeforeAll
    static void files() throws IOException {
        for (String name : List.of("rollouts", "opadpo", "opa")) {
            Path folder = TableFixtures.folder().resolve(name);
            FileSystemUtils.copyRecursively(
                    folder, service.importRoot.resolve("reference").resolve(name));
        }
    }

    static JsonNode imported(String folder) {
        Reply submitted = alice.post(
                "/v1/datasets/import",
                "{\"name\": \"%s\", \"source\": {\"path\": \"reference/%s\", \"license\": \"mine\"}, \"judge\": \"gpt-4v\"}"
                        .formatted(folder, folder));
        assertThat(submitted.status()).as(submitted.toString()).isEqualTo(201);
        try (EventStream events = alice.events(submitted.header("Location") + "/events")) {
            events.rest();
        }
        JsonNode job = alice.get(submitted.header("Location")).json();
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("SUCCEEDED");
        return alice.get("/v1/datasets/" + job.path("result").path("dataset").asString())
                .json();
    }

    static List<JsonNode> lines(JsonNode dataset) {
        return alice.get("/v1/datasets/" + dataset.path("id").asString() + "/download")
                .text()
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    @Test
    void rolloutFilesOfItsRanksDo() throws IOException {
        JsonNode dataset = imported("rollouts");

        List<JsonNode> lines = lines(dataset);
        assertThat(lines)
                .extracting(line -> line.path("id").asString())
                .containsExactly(
                        "step0_rank0.json#0",
                        "step0_rank0.json#1",
                        "step0_rank0.json#3",
                        "step0_rank1.json#0",
                        "step0_rank1.json#1",
                        "step0_rank1.json#2");
        JsonNode line = lines.get(3);
        assertThat(line.path("question").asString()).isEqualTo("What is in picture 4?");
        assertThat(line.path("standard").asString()).isEqualTo("A square of colour 4.");
        assertThat(line.path("original").asString()).isEqualTo("A circle of colour 4.");
        assertThat(line.path("revised").asString()).isEqualTo("A square of colour 4.");
        assertThat(line.path("report").path("0").path("score").asInt()).isEqualTo(2);
        assertThat(TableFixtures.number(
                        alice.get("/v1/images/" + line.path("image").asString()).bytes()))
                .isEqualTo(4);
        assertThat(dataset.path("drop_report").toString())
                .contains("step0_rank0.json#2")
                .contains("NO_REPORT");
        assertThat(dataset.path("statistics").path("judges").toString()).contains("gpt-4v");
        assertThat(dataset.path("feedback_job").isNull()).isTrue();
    }

    @Test
    void foldersOfSaveToDiskDo() throws IOException {
        List<JsonNode> lines = lines(imported("opadpo"));

        assertThat(lines).hasSize(6);
        assertThat(lines.get(4).path("question").asString()).isEqualTo("What is in picture 5?");
        assertThat(lines.get(4)
                        .path("report")
                        .path("0")
                        .path("rewritten_content")
                        .asString())
                .isEqualTo("A square of colour 5.");
        assertThat(TableFixtures.number(
                        alice.get("/v1/images/" + lines.get(4).path("image").asString())
                                .bytes()))
                .isEqualTo(5);
    }

    /** The published OPA data has neither original answers nor reports. */
    @Test
    void dataForOpaAloneDoes() {
        List<JsonNode> lines = lines(imported("opa"));

        assertThat(lines).hasSize(7);
        assertThat(lines.get(6).path("original").asString()).isEmpty();
        assertThat(lines.get(6).path("report").isNull()).isTrue();
        assertThat(lines.get(6).path("revised").asString()).isEqualTo("A square of colour 6.");
    }
}
