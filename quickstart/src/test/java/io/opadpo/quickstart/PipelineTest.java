package io.opadpo.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.lab.corrector.Fault;
import io.opadpo.lab.corrector.StandInCorrector;
import io.opadpo.lab.files.LabSample;
import io.opadpo.quickstart.job.MainJob;
import io.opadpo.quickstart.job.PipelineSettings;
import io.opadpo.quickstart.job.PlatformClient;
import io.opadpo.quickstart.job.Prompts;
import io.opadpo.quickstart.lab.LabFolder;
import io.opadpo.quickstart.lab.LabSize;
import io.opadpo.service.testing.FakeCollector;
import io.opadpo.service.testing.FakeCollector.Span;
import io.opadpo.service.testing.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    private static final LabSize SIZE = new LabSize(96, 8);
    private static final int PROMPTS = SIZE.prompts();

    @TempDir
    private static Path data;

    private static final FakeCollector COLLECTOR = new FakeCollector();

    private static StandInCorrector corrector;
    private static RunningPlatform running;
    private static String output;
    private static JsonNode pipeline;
    private static int asked;

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
        running = RunningPlatform.start(data, corrector, SIZE, COLLECTOR.properties());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PlatformClient client = new PlatformClient(running.platform.gateway(), running.platform.key());
        PrintStream screen = new PrintStream(bytes, true, UTF_8);
        new MainJob(
                        client,
                        Prompts.of(scenes),
                        PipelineSettings.scenes(SIZE, RunningPlatform.SEED),
                        data.resolve("report.html"),
                        screen)
                .run();
        output = bytes.toString(UTF_8);
        pipeline = running.user.get("/v1/pipelines?limit=1").json().at("/items/0");
        asked = corrector.requests();
    }

    @AfterAll
    static void stop() {
        running.close();
        corrector.close();
        COLLECTOR.close();
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
                .contains("rollout     SUCCEEDED 96/96 answers", "opa_dpo     SUCCEEDED", "revised over original")
                .contains(result("opa_dpo").path("adapter").asString());
    }

    @Test
    void thePipelineIsOneTraceAcrossAllServices() {
        Span run = COLLECTOR.await(span -> span.name().equals("run evaluation")
                && job("evaluation").equals(span.attributes().get("opadpo.job.id")));
        List<Span> trace = COLLECTOR.spans().stream()
                .filter(span -> span.trace().equals(run.trace()))
                .toList();
        assertThat(trace)
                .filteredOn(span -> span.name().startsWith("run "))
                .extracting(Span::name)
                .containsExactlyInAnyOrder(
                        "run rollout", "run feedback", "run dataset", "run opa", "run opa-dpo", "run evaluation")
                .as("each once, for nothing was tried again");
        assertThat(trace).extracting(Span::service).contains("gateway", "rollout", "feedback", "dataset", "trainer");
        assertThat(trace)
                .filteredOn(span -> span.parent().isEmpty() || span.name().equals("http post /v1/pipelines"))
                .as("it begins with the request that submitted it")
                .extracting(Span::name)
                .containsExactly("http post /v1/pipelines");
        List<String> ids = trace.stream().map(Span::id).toList();
        assertThat(trace)
                .filteredOn(span -> !span.parent().isEmpty())
                .extracting(Span::parent)
                .isSubsetOf(ids);
        assertThat(trace)
                .as("the trainer answers the rollout's questions, within the same trace")
                .filteredOn(span ->
                        span.service().equals("trainer") && span.name().equals("http post /v1/chat/completions"))
                .hasSizeGreaterThanOrEqualTo(PROMPTS);
    }

    @Test
    void whatAlertsDashboardAndDocumentationNameIsMeasured() throws IOException {
        Set<String> samples = new TreeSet<>();
        Set<String> families = new TreeSet<>();
        for (PlatformService service : PlatformService.values()) {
            running.metrics(service).lines().forEach(line -> {
                if (line.startsWith("# TYPE opadpo_")) {
                    families.add(line.split(" ")[2].replaceAll("_seconds_max$", "_seconds"));
                } else if (!line.startsWith("#")) {
                    samples.add(line.replaceAll("[{ ].*", ""));
                }
            });
        }
        // There is no GPU here.
        Set<String> gpu = Set.of("opadpo_gpu_memory_used_bytes", "opadpo_gpu_memory_total_bytes");
        samples.addAll(gpu);
        families.addAll(gpu);
        assertThat(samples).containsAll(MonitoringFiles.asked());
        assertThat(MonitoringFiles.documented()).isEqualTo(families);
    }

    @Test
    void answersSayWhichModelGaveThem() {
        JsonNode answers =
                get("/v1/rollouts/" + job("rollout") + "/answers?limit=100").path("items");
        assertThat(answers).hasSize(PROMPTS).allSatisfy(answer -> {
            assertThat(answer.path("answer").asString()).isNotBlank();
            assertThat(answer.path("model_version").asString()).isNotBlank();
        });
        assertThat(result("rollout").path("model_versions")).hasSize(1);
    }

    @Test
    void correctionsHaveReportsInSpiteOfFaults() {
        JsonNode corrections = get("/v1/feedback/" + job("feedback") + "/corrections?limit=100")
                .path("items");
        assertThat(corrections).hasSize(PROMPTS).allSatisfy(correction -> {
            assertThat(correction.at("/report/0/copied_content").asString()).isNotBlank();
            assertThat(correction.path("revised").asString()).isNotBlank();
            assertThat(correction.at("/judge/model").asString()).isEqualTo(StandInCorrector.NAME);
        });
        // A request for each answer, and three that went wrong.
        assertThat(asked).isEqualTo(PROMPTS + 3);
    }

    @Test
    void aDatasetSaysWhoAnsweredAndWhoJudged() {
        JsonNode statistics = get("/v1/datasets/"
                        + result("dataset").path("dataset").asString())
                .path("statistics");
        String version = result("rollout").at("/model_versions/0").asString();
        assertThat(version).isNotBlank();
        assertThat(statistics.path("policies"))
                .extracting(policy -> policy.at("/source/model_version").asString())
                .containsExactly(version);
        assertThat(statistics.path("judges"))
                .extracting(judge -> judge.at("/source/reported_model").asString())
                .containsExactly(StandInCorrector.NAME);
    }

    @Test
    void aDatasetVersionNeverChanges() {
        String first = result("dataset").path("dataset").asString();
        byte[] before = running.user
                .get("/v1/datasets/" + first + "/download?format=jsonl")
                .bytes();
        String more = "{\"name\": \"%s\", \"feedback_job\": \"%s\", \"held_out\": 0.3}"
                .formatted(result("dataset").path("name").asString(), job("feedback"));
        JsonNode job = running.user.post("/v1/datasets", more).json();
        JsonNode second = running.ended(job.path("id").asString()).path("result");
        assertThat(second.path("version").asInt())
                .isEqualTo(result("dataset").path("version").asInt() + 1);
        assertThat(running.user
                        .get("/v1/datasets/" + first + "/download?format=jsonl")
                        .bytes())
                .isEqualTo(before);
        assertThat(running.user.put("/v1/datasets/" + first, more).status()).isEqualTo(405);
    }

    @Test
    void trainingLearns() {
        List<Double> losses = losses("opa");
        int epoch = losses.size() / 2;
        assertThat(mean(losses.subList(epoch, 2 * epoch))).isLessThan(mean(losses.subList(0, epoch)));
        // Policy and reference are the same before the first step.
        assertThat(losses("opa_dpo").get(0)).isCloseTo(6.4 * Math.log(2), within(1e-4));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
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

    /** As somebody does who presses "Try it out" and "Execute" in Swagger UI and changes nothing. */
    @Test
    void everyExampleWorksAsItStands() {
        List<ApiExamples.Example> examples = ApiExamples.of(running.user);
        List<String> jobs = new ArrayList<>();
        for (ApiExamples.Example example : examples) {
            Reply reply = running.user.post(example.path(), example.body().getBytes(UTF_8), example.type());
            assertThat(reply.status()).as(example + ": " + reply).isBetween(200, 299);
            JsonNode made = reply.json();
            if (made.path("stages").isArray()) {
                jobs.add(RunningPlatform.stage(made, "evaluation").path("job").asString());
            } else if (made.path("kind").isString()) {
                jobs.add(made.path("id").asString());
            }
        }
        assertThat(examples)
                .extracting(ApiExamples.Example::path)
                .contains("/v1/pipelines", "/v1/rollouts", "/v1/feedback", "/v1/datasets", "/v1/prompt-sets/folder")
                .contains("/v1/trainings", "/v1/evaluations", "/v1/merges", "/v1/chat/completions", "/v1/keys");
        assertThat(jobs).hasSize(10).allSatisfy(job -> {
            JsonNode ended = running.ended(job);
            assertThat(ended.path("state").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
        });
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
