package io.opadpo.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.lab.corrector.Fault;
import io.opadpo.lab.corrector.StandInCorrector;
import io.opadpo.lab.files.LabSample;
import io.opadpo.quickstart.job.MainJob;
import io.opadpo.quickstart.job.PlatformClient;
import io.opadpo.quickstart.job.Prompts;
import io.opadpo.quickstart.lab.LabFolder;
import io.opadpo.quickstart.lab.LabSize;
import io.opadpo.service.testing.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The main job, from pictures to an evaluated adapter, over HTTP; the corrector fails now and then. */
class PipelineTest {

    private static final LabSize SIZE = LabSize.STANDARD;
    private static final int PROMPTS = SIZE.prompts();
    /** Longer lists come in pages. */
    private static final int PAGE = 100;

    @TempDir
    private static Path data;

    private static StandInCorrector corrector;
    private static RunningPlatform running;
    private static String output;
    private static JsonNode pipeline;

    @BeforeAll
    static void runTheMainJob() throws IOException {
        List<LabSample> scenes = LabFolder.prompts(SIZE, RunningPlatform.SEED);
        corrector = StandInCorrector.start(
                0,
                LabFolder.truth(scenes),
                request -> switch (request) {
                    case 2 -> Fault.TOO_MANY_REQUESTS;
                    case 3 -> Fault.SERVER_ERROR;
                    case 4 -> Fault.GARBAGE;
                    default -> Fault.NONE;
                },
                task -> {});
        running = RunningPlatform.start(data, corrector, SIZE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PlatformClient client = new PlatformClient(running.platform.gateway(), running.platform.key());
        PrintStream screen = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new MainJob(client, Prompts.of(scenes), RunningPlatform.SEED, screen).run();
        output = bytes.toString(StandardCharsets.UTF_8);
        pipeline = running.user.get("/v1/pipelines?limit=1").json().at("/items/0");
    }

    @AfterAll
    static void stop() {
        running.close();
        corrector.close();
    }

    private static JsonNode result(String stage) {
        return RunningPlatform.stage(pipeline, stage).path("result");
    }

    private static String job(String stage) {
        return RunningPlatform.stage(pipeline, stage).path("job").asString();
    }

    private static JsonNode get(String path) {
        Reply reply = running.user.get(path);
        assertThat(reply.status()).as(path + ": " + reply).isEqualTo(200);
        return reply.json();
    }

    @Test
    void showsStagesAndResult() {
        assertThat(pipeline.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(output)
                .contains("rollout     SUCCEEDED 512/512 answers", "opa_dpo     SUCCEEDED", "revised over original")
                .contains(result("opa_dpo").path("adapter").asString());
    }

    @Test
    void answersSayWhichModelGaveThem() {
        JsonNode answers =
                get("/v1/rollouts/" + job("rollout") + "/answers?limit=" + PAGE).path("items");
        assertThat(answers).hasSize(PAGE).allSatisfy(answer -> {
            assertThat(answer.path("answer").asString()).isNotBlank();
            assertThat(answer.path("model_version").asString()).isNotBlank();
        });
        assertThat(result("rollout").path("model_versions")).hasSize(1);
    }

    @Test
    void correctionsHaveReportsInSpiteOfFaults() {
        JsonNode corrections = get("/v1/feedback/" + job("feedback") + "/corrections?limit=" + PAGE)
                .path("items");
        assertThat(corrections).hasSize(PAGE).allSatisfy(correction -> {
            assertThat(correction.at("/report/0/copied_content").asString()).isNotBlank();
            assertThat(correction.path("revised").asString()).isNotBlank();
            assertThat(correction.at("/judge/model").asString()).isEqualTo(StandInCorrector.NAME);
        });
        // A request for each answer, and three that went wrong.
        assertThat(corrector.requests()).isEqualTo(PROMPTS + 3);
    }

    @Test
    void aDatasetVersionNeverChanges() {
        String first = result("dataset").path("dataset").asString();
        byte[] before = running.user
                .get("/v1/datasets/" + first + "/download?format=jsonl")
                .bytes();
        String more =
                "{\"name\": \"quickstart\", \"feedback_job\": \"%s\", \"held_out\": 0.3}".formatted(job("feedback"));
        JsonNode job = running.user.post("/v1/datasets", more).json();
        JsonNode second = running.ended(job.path("id").asString()).path("result");
        assertThat(second.path("version").asInt())
                .isEqualTo(result("dataset").path("version").asInt() + 1);
        assertThat(running.user
                        .get("/v1/datasets/" + first + "/download?format=jsonl")
                        .bytes())
                .isEqualTo(before);
        assertThat(running.user.delete("/v1/datasets/" + first).status()).isEqualTo(405);
    }

    @Test
    void trainingLearns() {
        List<Double> losses = losses("opa");
        assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0));
        // Policy and reference are the same before the first step.
        assertThat(losses("opa_dpo").get(0)).isCloseTo(6.4 * Math.log(2), within(1e-4));
    }

    private static List<Double> losses(String stage) {
        List<Double> losses = new ArrayList<>();
        get("/v1/trainings/" + job(stage) + "/metrics")
                .path("items")
                .forEach(step ->
                        losses.add(step.path("scalars").path("loss/total").asDouble()));
        assertThat(losses).hasSize(result(stage).path("steps").asInt());
        return losses;
    }

    @Test
    void theEvaluationComparesModelAndAdapters() {
        JsonNode policies = result("evaluation").path("policies");
        assertThat(policies.findValuesAsString("policy"))
                .containsExactly(
                        "base",
                        result("opa").path("adapter").asString(),
                        result("opa_dpo").path("adapter").asString());
        double base = policies.at("/0/log_prob_per_token/standard").asDouble();
        double tuned = policies.at("/1/log_prob_per_token/standard").asDouble();
        assertThat(tuned).as("log-probability of what was trained on").isGreaterThan(base);
    }

    @Test
    void adaptersCanBeDownloaded() throws IOException {
        String name = result("opa_dpo").path("adapter").asString();
        Reply reply = running.user.get("/v1/adapters/" + name + "/download");
        TreeSet<String> files = new TreeSet<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(reply.bytes()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.add(entry.getName());
            }
        }
        assertThat(files).containsExactly("adapter_config.json", "adapter_model.safetensors");
    }

    @Test
    void theSamePostTwiceIsOnePipeline() {
        String request = "{\"name\": \"twice\", \"prompt_set\": \"%s\", \"model\": \"llava-lab\"}"
                .formatted(pipeline.at("/request/prompt_set").asString());
        Reply first = running.user.with("Idempotency-Key", "twice").post("/v1/pipelines", request);
        Reply second = running.user.with("Idempotency-Key", "twice").post("/v1/pipelines", request);
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
        String id = first.json().path("id").asString();
        assertThat(running.user.post("/v1/pipelines/" + id + "/cancel").status())
                .isEqualTo(200);
    }

    @Test
    void noRouteAnswersWithoutAKey() {
        List<String> open = new ArrayList<>();
        int routes = 0;
        for (String service : List.of("", "/rollout", "/feedback", "/dataset", "/trainer")) {
            JsonNode paths =
                    running.stranger.get("/v3/api-docs" + service).json().path("paths");
            assertThat(paths.isEmpty()).as(service).isFalse();
            for (Map.Entry<String, JsonNode> path : paths.properties()) {
                String there = path.getKey().replaceAll("\\{[^}]*}", "00000000-0000-0000-0000-000000000001");
                for (String method : path.getValue().propertyNames()) {
                    Reply reply = running.stranger.send(
                            method.toUpperCase(Locale.ROOT), there, BodyPublishers.ofString("{}"), "application/json");
                    routes++;
                    if (reply.status() != 401) {
                        open.add(method + " " + there + ": " + reply.status());
                    }
                }
            }
        }
        assertThat(open).isEmpty();
        assertThat(routes).isGreaterThan(30);
    }

    @Test
    void secretsAreTheOwnersAlone() throws IOException {
        try (var keys = Files.list(data.resolve("keys"))) {
            assertThat(keys.toList())
                    .hasSize(3)
                    .allSatisfy(key -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                            .isEqualTo("rw-------"));
        }
        String log = Files.readString(data.resolve("quickstart.log"));
        assertThat(log).doesNotContain(running.platform.key());
    }
}
