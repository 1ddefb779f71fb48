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
import tools.jackson.databind.node.ObjectNode;

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
        review(corrections.get(0), "accepted");
        review(corrections.get(1), "accepted");
        review(corrections.get(2), "edited");
        ObjectNode last = (ObjectNode) corrections.get(SAMPLES - 1);
        last.put("revised", last.path("original").asString());
        corrections.add(review(FeedbackJob.correction("rejected", Digests.sha256(images.get(0))), "rejected"));
        ObjectNode twin = corrections.get(5).deepCopy().asObject();
        corrections.add(twin.put("id", "twin"));
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

    private static JsonNode review(JsonNode correction, String state) {
        ((ObjectNode) correction)
                .putObject("review")
                .put("state", state)
                .put("version", 1)
                .put("reviewer", "carol")
                .put("at", "2026-01-01T00:00:00Z");
        return correction;
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

    @Test
    void linesCanHaveTheNamesOfThePublishedData() {
        List<JsonNode> reference = lines(alice.get(path + "?columns=reference"));

        assertThat(reference).hasSize(SAMPLES);
        JsonNode line = reference.get(3);
        assertThat(line.path("queries").asString())
                .isEqualTo("<image>\n" + lines.get(3).path("question").asString());
        assertThat(JSON.readTree(line.path("AI_json_report").asString()))
                .isEqualTo(lines.get(3).path("report"));
        assertThat(Base64.getDecoder().decode(line.path("image_bytes").asString()))
                .isEqualTo(images.get(0));
    }

    @Test
    void openAiGetsPairs() {
        List<JsonNode> revised = lines(alice.get(path + "?format=openai"));
        List<JsonNode> standard = lines(alice.get(path + "?format=openai&preferred=standard"));

        assertThat(revised).as("the last one's answers are equal").hasSize(SAMPLES - 1);
        assertThat(standard).hasSize(SAMPLES);
        JsonNode pair = revised.get(1);
        assertThat(pair.propertyNames()).containsExactly("input", "preferred_output", "non_preferred_output");
        JsonNode message = pair.path("input").path("messages").path(0);
        assertThat(message.path("role").asString()).isEqualTo("user");
        assertThat(message.path("content").path(0).path("text").asString())
                .isEqualTo(lines.get(1).path("question").asString());
        JsonNode image = message.path("content").path(1);
        assertThat(image.path("type").asString()).isEqualTo("image_url");
        assertThat(DataUrl.decode(image.path("image_url").path("url").asString()))
                .isEqualTo(images.get(1));
        assertThat(pair.path("preferred_output").toString()).isEqualTo(answer(lines.get(1), "revised"));
        assertThat(pair.path("non_preferred_output").toString()).isEqualTo(answer(lines.get(1), "original"));
        assertThat(standard.get(1).path("preferred_output").toString()).isEqualTo(answer(lines.get(1), "standard"));
    }

    private static String answer(JsonNode line, String field) {
        return "[{\"role\":\"assistant\",\"content\":" + line.path(field) + "}]";
    }

    @Test
    void theCardTellsWhatIsInIt() {
        Reply reply = alice.get(path.replace("download", "card"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("text/markdown;charset=UTF-8");
        assertThat(reply.text())
                .startsWith("---\npretty_name: \"forms v1\"\n")
                .contains("| in all | 40 |")
                .contains("| left out | 2 |")
                .contains("| reviewed by humans | 3 (accepted 2, edited 1) |")
                .contains("| REJECTED | 1 |", "| DUPLICATE | 1 |")
                .contains("| image_recognition_error | 40 |")
                .contains("model judge-1, model version fp_1, endpoint main, prompt version 3 | 40 |")
                .contains("model tiny, model version abc | 40 |")
                .contains("## Words of original answers");
    }

    /** Set OPADPO_PYTHON to a Python that has datasets and Pillow. */
    @Test
    @EnabledIfEnvironmentVariable(named = "OPADPO_PYTHON", matches = ".+")
    void huggingFaceReadsEveryForm() throws IOException, InterruptedException {
        List<String> files = new ArrayList<>();
        for (String query : List.of(
                "?format=parquet",
                "",
                "?images=data",
                "?columns=reference",
                "?format=parquet&columns=reference",
                "?format=openai")) {
            files.add(download(query, "python" + files.size() + (query.contains("parquet") ? ".parquet" : ".jsonl"))
                    .toString());
        }
        files.add(Files.write(
                        folder.resolve("README.md"),
                        alice.get(path.replace("download", "card")).bytes())
                .toString());
        String script = """
                import sys, json, base64, hashlib
                from datasets import load_dataset
                from huggingface_hub import DatasetCard
                load = lambda f: load_dataset("parquet" if f.endswith("parquet") else "json", data_files=f, split="train",
                    cache_dir=sys.argv[1])
                p, j, inline, ref, pref, pairs = [load(f) for f in sys.argv[2:8]]
                assert [len(d) for d in (p, j, inline, ref, pref, pairs)] == [40, 40, 40, 40, 40, 39]
                for a, b, c, d, e in zip(p, j, inline, ref, pref):
                    for f in ("id", "question", "standard", "original", "revised", "split"):
                        assert a[f] == b[f] == c[f], f
                    assert json.loads(a["report"])["0"] == b["report"]["0"]
                    image = base64.b64decode(c["image"].split(",")[1])
                    assert hashlib.sha256(image).hexdigest() == b["image"]
                    assert d == e and base64.b64decode(d["image_bytes"]) == image
                    assert d["AI_json_report"] == a["report"] and d["AI_pseudo_response"] == a["revised"]
                assert pairs[0]["preferred_output"][0]["content"] == p[0]["revised"]
                card = DatasetCard.load(sys.argv[8]).data
                assert card.pretty_name == "forms v1" and card.size_categories == ["n<1K"], card
                print([p[i]["image"].size for i in range(3)])
                """;
        List<String> command = new ArrayList<>(List.of(
                System.getenv("OPADPO_PYTHON"),
                "-c",
                script,
                folder.resolve("cache").toString()));
        command.addAll(files);
        Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
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
