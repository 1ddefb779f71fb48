package io.opadpo.dataset.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.Digests;
import io.opadpo.dataset.SampleImages;
import io.opadpo.dataset.build.FeedbackJob;
import io.opadpo.dataset.image.DataUrl;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same samples in every form. */
class DownloadTest {

    static final String OWNER = "download-alice";
    static final int SAMPLES = 40;
    static final DatasetService service = DatasetService.shared();
    static final Api alice = service.as(OWNER);
    static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path folder;

    static List<byte[]> images = List.of(SampleImages.png(3, 2, 5), SampleImages.jpeg(20, 10, 6), SampleImages.webp(1));
    static String path;
    static List<JsonNode> lines;

    @BeforeAll
    static void make() {
        images.forEach(image -> alice.post("/v1/images", image, "application/octet-stream"));
        List<JsonNode> corrections = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            corrections.add(FeedbackJob.correction("s" + i, Digests.sha256(images.get(i % images.size()))));
        }
        UUID feedback = FeedbackJob.done(service, OWNER, corrections);
        Reply submitted = alice.post(
                "/v1/datasets",
                "{\"name\": \"forms\", \"feedback_job\": \"%s\", \"held_out\": 0.5, \"seed\": 1}".formatted(feedback));
        try (EventStream events = alice.events(submitted.header("Location") + "/events")) {
            events.rest();
        }
        JsonNode result = alice.get(submitted.header("Location")).json().path("result");
        path = "/v1/datasets/" + result.path("dataset").asString() + "/download";
        lines = lines(alice.get(path));
    }

    static List<JsonNode> lines(Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        return reply.text().lines().map(JSON::readTree).toList();
    }

    @Test
    void linesAreThoseOfTheDataSet() {
        Reply reply = alice.get(path);

        assertThat(reply.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"forms-v1.jsonl\"");
        assertThat(lines).hasSize(SAMPLES);
        assertThat(lines.get(7).propertyNames())
                .containsExactly("id", "image", "question", "standard", "original", "report", "revised", "split");
        assertThat(lines.get(7).path("id").asString()).isEqualTo("s7");
    }

    @Test
    void theSplitsMakeUpTheWhole() {
        List<JsonNode> train = lines(alice.get(path + "?split=train"));
        List<JsonNode> heldOut = lines(alice.get(path + "?split=held_out"));

        assertThat(train).allMatch(line -> line.path("split").asString().equals("train"));
        assertThat(heldOut)
                .isNotEmpty()
                .allMatch(line -> line.path("split").asString().equals("held_out"));
        List<JsonNode> both = new ArrayList<>(train);
        both.addAll(heldOut);
        assertThat(both).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void imagesCanBeWithin() {
        List<JsonNode> inline = lines(alice.get(path + "?images=data"));

        for (int i = 0; i < SAMPLES; i++) {
            String url = inline.get(i).path("image").asString();
            assertThat(DataUrl.decode(url)).isEqualTo(images.get(i % images.size()));
        }
        assertThat(inline.get(1).path("image").asString()).startsWith("data:image/jpeg;base64,");
        assertThat(inline.get(1).path("report")).isEqualTo(lines.get(1).path("report"));
    }

    @Test
    void parquetHoldsTheSame() throws IOException, SQLException {
        Path file = download("?format=parquet", "standard.parquet");

        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duck.createStatement()
                        .executeQuery("SELECT id, question, standard, original, revised, report, split,"
                                + " image.bytes AS bytes, image.path AS path FROM '" + file + "'")) {
            int i = 0;
            for (; rows.next(); i++) {
                JsonNode line = lines.get(i);
                for (String field : List.of("id", "question", "standard", "original", "revised", "split")) {
                    assertThat(rows.getString(field)).isEqualTo(line.path(field).asString());
                }
                assertThat(JSON.readTree(rows.getString("report"))).isEqualTo(line.path("report"));
                assertThat(rows.getBytes("bytes")).isEqualTo(images.get(i % images.size()));
                assertThat(rows.getString("path"))
                        .isEqualTo(line.path("image").asString()
                                + List.of(".png", ".jpeg", ".webp").get(i % 3));
            }
            assertThat(i).isEqualTo(SAMPLES);
        }
        assertThat(alice.get(path + "?format=parquet").bytes()).as("made once").isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void parquetCanHaveTheColumnsOfThePublishedData() throws IOException, SQLException {
        Path file = download("?format=parquet&columns=reference&split=held_out", "reference.parquet");

        List<JsonNode> heldOut = lines(alice.get(path + "?split=held_out"));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duck.createStatement()
                        .executeQuery("SELECT queries, image_bytes, standard_response, original_generate_response,"
                                + " AI_pseudo_response, AI_json_report FROM '" + file + "'")) {
            for (JsonNode line : heldOut) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1))
                        .isEqualTo("<image>\n" + line.path("question").asString());
                assertThat(Digests.sha256(Base64.getDecoder().decode(rows.getString(2))))
                        .isEqualTo(line.path("image").asString());
                assertThat(rows.getString(5)).isEqualTo(line.path("revised").asString());
            }
            assertThat(rows.next()).isFalse();
        }
    }

    /** Set OPADPO_PYTHON to a Python that has datasets and Pillow. */
    @Test
    @EnabledIfEnvironmentVariable(named = "OPADPO_PYTHON", matches = ".+")
    void huggingFaceReadsBothForms() throws IOException, InterruptedException {
        Path parquet = download("?format=parquet", "python.parquet");
        Path jsonl = download("", "python.jsonl");
        String script = """
                import sys, json
                from datasets import load_dataset
                p = load_dataset("parquet", data_files=sys.argv[1], split="train", cache_dir=sys.argv[3])
                j = load_dataset("json", data_files=sys.argv[2], split="train", cache_dir=sys.argv[3])
                assert len(p) == len(j) == 40, (len(p), len(j))
                for a, b in zip(p, j):
                    for f in ("id", "question", "standard", "original", "revised", "split"):
                        assert a[f] == b[f], f
                    assert json.loads(a["report"])["0"] == b["report"]["0"]
                print([p[i]["image"].size for i in range(3)], sorted(p.column_names), sorted(j.column_names))
                """;
        Process python = new ProcessBuilder(
                        System.getenv("OPADPO_PYTHON"),
                        "-c",
                        script,
                        parquet.toString(),
                        jsonl.toString(),
                        folder.resolve("cache").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(python.getInputStream().readAllBytes());

        assertThat(python.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains("[(3, 2), (20, 10), (7, 5)]");
    }

    private static Path download(String query, String name) throws IOException {
        Reply reply = alice.get(path + query);
        assertThat(reply.status()).as(query).isEqualTo(200);
        return Files.write(folder.resolve(name), reply.bytes());
    }
}
