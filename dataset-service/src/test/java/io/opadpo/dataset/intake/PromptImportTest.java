package io.opadpo.dataset.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.Digests;
import io.opadpo.dataset.SampleImages;
import io.opadpo.dataset.image.DataUrl;
import io.opadpo.dataset.source.FakeHub;
import io.opadpo.dataset.table.TableFixtures;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Files become prompt sets. */
class PromptImportTest {

    static final DatasetService service = DatasetService.shared();
    static final Api alice = service.as("import-alice");

    @BeforeAll
    static void files() throws IOException {
        Path folder = Files.createDirectories(service.importRoot.resolve("rlaif"));
        for (String name : List.of("rlaif-000.parquet", "rlaif-001.parquet")) {
            byte[] bytes = Files.readAllBytes(TableFixtures.folder().resolve(name));
            Files.write(folder.resolve(name), bytes);
            service.hub.put(name, bytes);
        }
        Path whole = Files.createDirectories(service.importRoot.resolve("whole"));
        Files.copy(folder.resolve("rlaif-000.parquet"), whole.resolve("rlaif-000.parquet"));
        service.hub.put("README.md", new byte[] {'#'});
    }

    static JsonNode importing(String source, String more) {
        Reply submitted =
                alice.post("/v1/prompt-sets/import", "{\"name\": \"rlaif\", \"source\": %s%s}".formatted(source, more));
        assertThat(submitted.status()).as(submitted.toString()).isEqualTo(201);
        try (EventStream events = alice.events(submitted.header("Location") + "/events")) {
            events.rest();
        }
        return alice.get(submitted.header("Location")).json();
    }

    static JsonNode done(String source, String more) {
        JsonNode job = importing(source, more);
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("SUCCEEDED");
        assertThat(service.importWork.resolve(job.path("id").asString())).doesNotExist();
        return job;
    }

    static List<JsonNode> prompts(JsonNode set) {
        List<JsonNode> all = new ArrayList<>();
        alice.get("/v1/prompt-sets/" + set.path("prompt_set").asString() + "/prompts?limit=200")
                .json()
                .path("items")
                .forEach(all::add);
        return all;
    }

    static Map<String, String> malformed(JsonNode job) {
        Map<String, String> reasons = new TreeMap<>();
        alice.get("/v1/jobs/" + job.path("id").asString() + "/items?state=FAILED&limit=100")
                .json()
                .path("items")
                .forEach(item -> reasons.put(
                        item.path("error").path("subject").asString(),
                        item.path("error").path("message").asString()));
        return reasons;
    }

    @Test
    void shardsOfPandasBecomeASetAndBadRowsAreListed() throws IOException {
        JsonNode job = done("{\"path\": \"rlaif\"}", ", \"columns\": {\"id\": \"idx\"}");

        assertThat(malformed(job))
                .containsOnlyKeys(
                        "rlaif-001.parquet#11",
                        "rlaif-001.parquet#3",
                        "rlaif-001.parquet#5",
                        "rlaif-001.parquet#7",
                        "rlaif-001.parquet#9")
                .containsEntry("rlaif-001.parquet#7", "rlaif-001.parquet, row 7: not a PNG, JPEG or WebP image")
                .containsEntry("rlaif-001.parquet#9", "rlaif-001.parquet, row 9: an earlier row has this id: 1000")
                .containsEntry("rlaif-001.parquet#5", "rlaif-001.parquet, row 5: image is missing, or has no bytes");
        assertThat(job.path("result").path("prompts").asInt()).isEqualTo(55);
        assertThat(job.path("result").path("malformed").asInt()).isEqualTo(5);
        JsonNode set = job.path("result").path("sets").path(0);
        assertThat(set.path("count").asInt()).isEqualTo(55);
        List<JsonNode> prompts = prompts(set);
        assertThat(prompts).hasSize(55);
        JsonNode third = prompts.get(3);
        assertThat(third.path("id").asString()).isEqualTo("1003");
        assertThat(third.path("question").asString()).isEqualTo("What is in picture 3? 😀");
        assertThat(third.path("standard").asString()).isEqualTo("A square of colour 3.");
        byte[] image = alice.get("/v1/images/" + third.path("image").asString()).bytes();
        assertThat(TableFixtures.number(image)).isEqualTo(1);
    }

    @Test
    void subsetsAreDisjointStratifiedAndFollowFromTheSeed() {
        String subsets = ", \"subsets\": {\"count\": 3, \"size\": 10, \"by\": \"origin_dataset\", \"seed\": 7}";
        JsonNode result = done("{\"path\": \"whole\"}", subsets).path("result");

        Set<String> seen = new HashSet<>();
        List<List<String>> first = new ArrayList<>();
        for (JsonNode set : result.path("sets")) {
            List<String> ids = prompts(set).stream()
                    .map(prompt -> prompt.path("id").asString())
                    .toList();
            assertThat(ids).hasSize(10).allMatch(seen::add);
            first.add(ids);
            // 24 of 40 rows are of VQAv2, 8 of each other one.
            assertThat(set.path("proportions").toString()).contains("\"rows\":6,\"share\":0.6,\"value\":\"VQAv2\"");
        }
        assertThat(result.path("proportions").toString()).contains("\"rows\":24,\"share\":0.6,\"value\":\"VQAv2\"");
        assertThat(result.path("sets").path(2).path("name").asString()).isEqualTo("rlaif-3");

        assertThat(ids(done("{\"path\": \"whole\"}", subsets))).isEqualTo(first);
        assertThat(ids(done("{\"path\": \"whole\"}", subsets.replace("7", "8"))))
                .isNotEqualTo(first);
        JsonNode tooMany = importing("{\"path\": \"whole\"}", subsets.replace("10", "14"));
        assertThat(tooMany.path("error").path("code").asString()).isEqualTo("TOO_FEW_ROWS");
    }

    private static List<List<String>> ids(JsonNode job) {
        List<List<String>> sets = new ArrayList<>();
        for (JsonNode set : job.path("result").path("sets")) {
            sets.add(prompts(set).stream()
                    .map(prompt -> prompt.path("id").asString())
                    .toList());
        }
        return sets;
    }

    @Test
    void aHubsFilesComeWithResumeAndChecksum() {
        service.hub.downloads.clear();
        service.hub.cuts.set(3);

        JsonNode job = done("{\"hub\": {\"dataset\": \"us/pictures\", \"files\": \"rlaif-*\"}}", "");

        assertThat(job.path("result").path("prompts").asInt()).isEqualTo(56);
        assertThat(job.path("result").path("revision").asString()).startsWith("0123456789abcdef");
        assertThat(service.hub.downloads)
                .startsWith("rlaif-000.parquet@0", "rlaif-000.parquet@1000", "rlaif-000.parquet@2000");
        assertThat(service.hub.leaked).isEmpty();
        assertThat(job.path("attempts").path("errors").asInt()).isZero();
    }

    /** The second file fails the first run; the second run goes on with it and leaves the first file alone. */
    @Test
    void aRunGoesOnWhereTheLastOneStopped() {
        service.hub.downloads.clear();
        service.hub.damaged.set("rlaif-001.parquet");

        JsonNode job = done("{\"hub\": {\"dataset\": \"us/pictures\", \"files\": \"rlaif-*\"}}", "");

        assertThat(job.path("attempts").path("errors").asInt()).isEqualTo(1);
        assertThat(service.hub.downloads)
                .containsExactly("rlaif-000.parquet@0", "rlaif-001.parquet@0", "rlaif-001.parquet@0");
        assertThat(job.path("result").path("prompts").asInt()).isEqualTo(56);
        assertThat(job.path("result").path("malformed").asInt()).isEqualTo(4);
    }

    @Test
    void aRunThatDiesWhileItStoresIsMadeUpFor() {
        AtomicInteger images = new AtomicInteger();
        service.blobs.afterPut(key -> {
            if (key.value().startsWith("images/import-killed/") && images.incrementAndGet() == 15) {
                throw new IllegalStateException("dies");
            }
        });
        Api killed = service.as("import-killed");
        Reply submitted =
                killed.post("/v1/prompt-sets/import", "{\"name\": \"killed\", \"source\": {\"path\": \"whole\"}}");
        try (EventStream events = killed.events(submitted.header("Location") + "/events")) {
            events.rest();
        }
        service.blobs.reset();

        JsonNode job = killed.get(submitted.header("Location")).json();
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("SUCCEEDED");
        assertThat(job.path("attempts").path("errors").asInt()).isEqualTo(1);
        JsonNode sets = killed.get("/v1/prompt-sets").json().path("items");
        assertThat(sets.size()).isEqualTo(1);
        String prompts = "/v1/prompt-sets/" + sets.path(0).path("id").asString() + "/prompts?limit=200";
        assertThat(killed.get(prompts).json().path("items").size()).isEqualTo(40);
    }

    @Test
    void aHubLeadsNowhereElse() {
        service.hub.put("evil.jsonl", new byte[10]);
        service.hub.redirects.put("evil.jsonl", "http://evil.example/evil.jsonl");

        JsonNode job = importing("{\"hub\": {\"dataset\": \"us/pictures\", \"files\": \"evil.jsonl\"}}", "");
        JsonNode unknown = importing("{\"hub\": {\"dataset\": \"us/nothing\"}}", "");

        assertThat(job.path("error").path("message").asString()).contains("not allowed: evil.example");
        assertThat(unknown.path("error").path("code").asString()).isEqualTo("BAD_SOURCE");
        assertThat(unknown.toString() + job).doesNotContain(FakeHub.TOKEN);
    }

    @Test
    void aBucketsAndUploadedFilesAreRead() throws IOException {
        assertThat(done("{\"s3\": {\"prefix\": \"rlaif-000\"}}", "")
                        .path("result")
                        .path("prompts")
                        .asInt())
                .isEqualTo(40);
        byte[] bytes = Files.readAllBytes(TableFixtures.folder().resolve("rlaif-000.parquet"));
        JsonNode upload = alice.post("/v1/uploads?name=mine.parquet", bytes, "application/octet-stream")
                .json();
        assertThat(upload.path("bytes").asInt()).isEqualTo(bytes.length);
        String source = "{\"uploads\": [\"" + upload.path("id").asString() + "\"]}";

        assertThat(done(source, "").path("result").path("prompts").asInt()).isEqualTo(40);

        assertThat(service.as("import-bob")
                        .get("/v1/uploads/" + upload.path("id").asString())
                        .status())
                .isEqualTo(404);
        assertThat(alice.delete("/v1/uploads/" + upload.path("id").asString()).status())
                .isEqualTo(204);
        assertThat(importing(source, "").path("error").path("code").asString()).isEqualTo("BAD_SOURCE");
    }

    @Test
    void anObjectGoesOnByByteAsTheOneThatWasListed() throws IOException {
        service.hub.downloads.clear();
        service.hub.conditions.clear();
        service.hub.cuts.set(2);

        JsonNode job = done("{\"s3\": {\"prefix\": \"rlaif-000\"}}", "");

        assertThat(job.path("result").path("prompts").asInt()).isEqualTo(40);
        assertThat(service.hub.downloads)
                .containsExactly("rlaif-000.parquet@0", "rlaif-000.parquet@1000", "rlaif-000.parquet@2000");
        String listed =
                "\"" + Digests.sha256(Files.readAllBytes(TableFixtures.folder().resolve("rlaif-000.parquet"))) + "\"";
        assertThat(service.hub.conditions).hasSize(3).allMatch(listed::equals);
    }

    @Test
    void anObjectThatChangesHalfWayIsNotMixed() {
        service.hub.put("changing.jsonl", new byte[5_000]);
        service.hub.afterCut = () -> service.hub.put("changing.jsonl", new byte[6_000]);
        service.hub.cuts.set(1);

        JsonNode job = importing("{\"s3\": {\"prefix\": \"changing\"}}", "");
        service.hub.afterCut = () -> {};

        assertThat(job.path("error").path("code").asString()).as(job.toString()).isEqualTo("SOURCE_CHANGED");
        assertThat(job.path("error").path("message").asString()).contains("changing.jsonl");
    }

    @Test
    void linesNameImagesInEachWay() throws IOException {
        Path folder = Files.createDirectories(service.importRoot.resolve("lines/pictures"))
                .getParent();
        byte[] png = SampleImages.png(3, 3, 9);
        Files.write(folder.resolve("pictures/a.png"), png);
        String uploaded =
                alice.post("/v1/images", png, "image/png").json().path("sha256").asString();
        Files.write(
                folder.resolve("data.jsonl"),
                List.of(
                        "{\"id\": \"a\", \"image\": \"pictures/a.png\", \"question\": \"Q?\", \"standard\": \"S\"}",
                        "{\"image\": \"%s\", \"question\": \"Q?\"}".formatted(DataUrl.of("image/png", png)),
                        "{\"image\": \"%s\", \"question\": \"Q?\", \"chosen\": \"C\"}".formatted(uploaded),
                        "{\"image\": \"../../../secret.png\", \"question\": \"Q?\"}",
                        "{\"image\": ",
                        "[]",
                        "{\"image\": \"pictures/a.png\", \"question\": \"last\"}"));

        JsonNode job = done("{\"path\": \"lines/data.jsonl\"}", "");

        List<JsonNode> prompts = prompts(job.path("result").path("sets").path(0));
        assertThat(prompts)
                .extracting(prompt -> prompt.path("id").asString())
                .containsExactly("a", "data.jsonl#1", "data.jsonl#2", "data.jsonl#6");
        assertThat(prompts).allMatch(prompt -> prompt.path("image").asString().equals(uploaded));
        assertThat(malformed(job)).containsOnlyKeys("data.jsonl#3", "data.jsonl#4", "data.jsonl#5");
    }

    @Test
    void aFileThatIsDamagedIsListedAndTheOthersGoOn() throws IOException {
        Path folder = Files.createDirectories(service.importRoot.resolve("damaged"));
        byte[] bytes = Files.readAllBytes(TableFixtures.folder().resolve("rlaif-000.parquet"));
        Files.write(folder.resolve("b.parquet"), bytes);
        Files.write(folder.resolve("a.parquet"), java.util.Arrays.copyOf(bytes, 5000));

        JsonNode job = done("{\"path\": \"damaged\"}", "");

        assertThat(malformed(job))
                .containsExactly(Map.entry("a.parquet", "a.parquet: not a Parquet file, or one that ends too early"));
        assertThat(job.path("result").path("prompts").asInt()).isEqualTo(40);
    }

    @Test
    void whatCannotBeASourceIsRefused() {
        for (String source : List.of(
                "{}",
                "{\"path\": \"a\", \"s3\": {\"prefix\": \"b\"}}",
                "{\"hub\": {\"dataset\": \"../x\"}}",
                "{\"uploads\": []}")) {
            Reply reply = alice.post("/v1/prompt-sets/import", "{\"name\": \"x\", \"source\": " + source + "}");
            assertThat(reply.status()).as(source).isEqualTo(400);
        }
        assertThat(importing("{\"path\": \"../..\"}", "")
                        .path("error")
                        .path("code")
                        .asString())
                .isEqualTo("BAD_SOURCE");
        assertThat(importing("{\"path\": \"pictures-none\"}", "").path("state").asString())
                .isEqualTo("DEAD");
    }
}
