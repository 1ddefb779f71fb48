package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.files.Sha256;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestDatabase;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Evaluations on benchmarks, over HTTP and with the small model. */
class BenchmarkEvaluationTest {

    private static final String KEY = "bootstrap-key-of-the-tests";
    private static final String HALLUC = "{\"model\": \"tiny\", \"benchmarks\": [\"halluc\"], \"max_tokens\": 4}";

    @TempDir
    private Path files;

    private FakeDatasets datasets;
    private String[] properties;

    @BeforeEach
    void write() {
        datasets = new FakeDatasets();
        properties = Stream.concat(
                        Stream.of(TinyTrainer.properties(files, datasets, "opadpo.security.bootstrap-key=" + KEY)),
                        Stream.of(BenchmarkFiles.write(files, BenchmarkFiles.CHAIR_QUESTIONS)))
                .toArray(String[]::new);
    }

    @AfterEach
    void close() {
        datasets.close();
    }

    private static Api api(TestService service) {
        return service.anonymous().with("Authorization", "Bearer " + KEY);
    }

    private String adapter(Api api) {
        UUID data = datasets.add("default", TinyTrainer.samples(4));
        return TinyTrainer.submit(api, "/v1/trainings", """
                {"kind": "opa", "model": "tiny", "dataset": "%s", "name": "cured", "options": {"rank": 4, "epochs": 2,
                 "batch": 4, "learning_rate": 1e-2, "max_prompt": 400}}
                """.formatted(data));
    }

    @Test
    void comparesAnAdapterWithItsBaseOnBenchmarksAlone() {
        try (TestService service = TestService.start(TrainerApplication.application(), properties)) {
            Api api = api(service);
            String job = TinyTrainer.submit(api, "/v1/evaluations", """
                    {"model": "tiny", "adapter_jobs": ["%s"], "benchmarks": ["halluc", "yesno"], "answers": 2,
                     "max_tokens": 8}
                    """.formatted(adapter(api)));
            JsonNode result = TinyTrainer.result(api, job);
            assertThat(result.has("dataset")).isFalse();
            assertThat(result.at("/policies/1/policy").asString()).isEqualTo("cured");
            chair(result.at("/benchmarks/0"));
            pope(result.at("/benchmarks/1"));
            answers(api, job);
            assertThat(api.get("/v1/jobs/" + job).json().at("/progress/done").asInt())
                    .isEqualTo(2 * (BenchmarkFiles.CHAIR_QUESTIONS + BenchmarkFiles.POPE_QUESTIONS));
        }
    }

    private static void chair(JsonNode chair) {
        assertThat(chair.path("name").asString()).isEqualTo("halluc");
        assertThat(chair.path("type").asString()).isEqualTo("chair");
        assertThat(chair.path("questions").asInt()).isEqualTo(BenchmarkFiles.CHAIR_QUESTIONS);
        assertThat(chair.path("failed").asInt()).isZero();
        assertThat(chair.at("/policies/0/policy").asString()).isEqualTo("base");
        assertThat(chair.at("/policies/0/metrics").propertyNames())
                .containsExactlyInAnyOrder("chair_i", "chair_s", "recall", "malformed", "mean_words");
        assertThat(chair.at("/policies/0/metrics/chair_s").propertyNames())
                .containsExactlyInAnyOrder("value", "low", "high");
        assertThat(chair.at("/policies/0").has("difference")).isFalse();
        assertThat(chair.at("/policies/1/difference").propertyNames())
                .containsExactlyInAnyOrder("chair_i", "chair_s", "recall", "malformed", "mean_words");
        JsonNode words = chair.at("/policies/1/difference/mean_words");
        assertThat(words.path("value").asDouble())
                .isEqualTo(chair.at("/policies/1/metrics/mean_words/value").asDouble()
                        - chair.at("/policies/0/metrics/mean_words/value").asDouble())
                .isBetween(words.path("low").asDouble(), words.path("high").asDouble());
        assertThat(chair.path("examples").size()).isEqualTo(2);
        JsonNode example = chair.at("/examples/0");
        assertThat(example.propertyNames())
                .containsExactlyInAnyOrder("id", "image", "image_sha256", "image_data", "question", "truth", "answers");
        assertThat(example.at("/truth/0").asString()).isEqualTo("dog");
        assertThat(example.path("image_sha256").asString())
                .isEqualTo(Sha256.of(TinyTrainer.picture(example.path("image").asString())));
        assertThat(example.path("image_data").asString())
                .isEqualTo(TinyTrainer.dataUrl(example.path("image").asString()));
        assertThat(example.at("/answers/1").propertyNames()).containsExactlyInAnyOrder("policy", "text", "wrong");
    }

    private static void pope(JsonNode pope) {
        assertThat(pope.path("questions").asInt()).isEqualTo(BenchmarkFiles.POPE_QUESTIONS);
        assertThat(pope.at("/policies/1/metrics").propertyNames())
                .contains(
                        "accuracy", "precision", "recall", "f1", "yes_ratio", "unparsable", "popular.f1", "random.f1");
        for (JsonNode example : pope.path("examples")) {
            for (JsonNode answer : example.path("answers")) {
                if (!answer.path("wrong").isEmpty()) {
                    assertThat(answer.at("/wrong/0/start").asInt()).isZero();
                    assertThat(answer.at("/wrong/0/end").asInt())
                            .isEqualTo(answer.path("text").asString().length());
                }
            }
        }
    }

    private static void answers(Api api, String job) {
        String path = "/v1/evaluations/" + job + "/answers";
        assertThat(api.get(path).json().path("items").size())
                .isEqualTo(2 * (BenchmarkFiles.CHAIR_QUESTIONS + BenchmarkFiles.POPE_QUESTIONS));
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(path + "?benchmark=halluc&policy=cured&limit=4" + cursor)
                    .json();
            for (JsonNode answer : page.path("items")) {
                assertThat(answer.path("policy").asString()).isEqualTo("cured");
                assertThat(answer.at("/counts/answers").asInt()).isEqualTo(1);
                ids.add(answer.path("id").asString());
            }
            cursor = page.path("next").isNull()
                    ? null
                    : "&cursor=" + page.path("next").asString();
        } while (cursor != null);
        assertThat(ids).containsExactlyInAnyOrder("c0", "c1", "c2", "c3", "c4", "c5");
    }

    @Test
    void tellsWhatIsConfiguredAndRefusesWhatIsNot() {
        try (TestService service = TestService.start(TrainerApplication.application(), properties)) {
            Api api = api(service);
            JsonNode list = api.get("/v1/benchmarks").json().path("items");
            assertThat(list.findValuesAsString("name")).containsExactly("empty", "halluc", "yesno");
            assertThat(list.at("/0/ready").asBoolean()).isFalse();
            assertThat(list.at("/0/limit").asInt()).isEqualTo(7);
            assertThat(list.at("/0/needs/0/file").asString()).isEqualTo("questions.jsonl");
            assertThat(list.at("/0/needs/0/present").asBoolean()).isFalse();
            assertThat(list.at("/1/ready").asBoolean()).isTrue();

            Reply unknown =
                    api.post("/v1/evaluations", "{\"model\": \"tiny\", \"benchmarks\": [\"yesno\", \"mmhal\"]}");
            assertThat(unknown.status()).isEqualTo(400);
            assertThat(unknown.json().at("/errors/0/field").asString()).isEqualTo("benchmarks[1]");
            assertThat(unknown.json().at("/errors/0/message").asString()).contains("mmhal");
            Reply missing = api.post("/v1/evaluations", "{\"model\": \"tiny\", \"benchmarks\": [\"empty\"]}");
            assertThat(missing.json().at("/errors/0/message").asString())
                    .contains("questions.jsonl", "synonyms.txt", "objects.jsonl or instances_*.json", "images")
                    .doesNotContain(files.toString());
            Reply nothing = api.post("/v1/evaluations", "{\"model\": \"tiny\"}");
            assertThat(nothing.json().at("/errors/0/field").asString()).isEqualTo("dataset");
            Reply bad = api.post("/v1/evaluations", "{\"model\": \"tiny\", \"benchmarks\": [\"yesno\", \"yesno\"]}");
            assertThat(bad.json().at("/errors/0/message").asString()).contains("twice");
        }
    }

    @Test
    void aPictureThatCannotBeReadCostsItsQuestionOnly() throws IOException {
        BenchmarkFiles.write(files, 19);
        BenchmarkFiles.addUnreadable(files);
        try (TestService service = TestService.start(TrainerApplication.application(), properties)) {
            Api api = api(service);
            String job = TinyTrainer.submit(api, "/v1/evaluations", HALLUC);
            JsonNode chair = TinyTrainer.result(api, job).at("/benchmarks/0");
            assertThat(chair.path("questions").asInt()).isEqualTo(19);
            assertThat(chair.path("failed").asInt()).isEqualTo(1);
            JsonNode failed =
                    api.get("/v1/jobs/" + job + "/items?state=FAILED").json().path("items");
            assertThat(failed.findValuesAsString("item")).containsExactly("base/halluc/unreadable");
            assertThat(failed.at("/0/error/code").asString()).isEqualTo("QUESTION_UNUSABLE");
            assertThat(failed.at("/0/error/message").asString())
                    .contains("unreadable.png")
                    .doesNotContain(files.toString());
        }
    }

    @Test
    void moreThanATwentiethFailedIsNoResult() throws IOException {
        BenchmarkFiles.write(files, 18);
        BenchmarkFiles.addUnreadable(files);
        try (TestService service = TestService.start(TrainerApplication.application(), properties)) {
            Api api = api(service);
            JsonNode ended = TinyTrainer.ended(api, TinyTrainer.submit(api, "/v1/evaluations", HALLUC));
            assertThat(ended.path("state").asString()).isEqualTo("DEAD");
            assertThat(ended.at("/error/code").asString()).isEqualTo("TOO_MANY_FAILED");
            assertThat(ended.at("/error/message").asString())
                    .contains("Benchmark halluc: 1 of 19 questions", "base failed on 1", "more than 5 %");
        }
    }

    @Test
    void aStoppedEvaluationRepeatsNothing() {
        int questions = 60;
        BenchmarkFiles.write(files, questions);
        String database = TestDatabase.create();
        String job;
        int before;
        try (TestService first = TestService.startOn(database, TrainerApplication.application(), properties)) {
            Api api = api(first);
            UUID data = datasets.add("default", TinyTrainer.samples(3));
            job = TinyTrainer.submit(api, "/v1/evaluations", """
                    {"model": "tiny", "dataset": "%s", "benchmarks": ["halluc", "yesno"], "max_tokens": 64}
                    """.formatted(data));
            TinyTrainer.event(
                    api, job, event -> event.json().at("/data/progress/done").asInt(0) >= 4);
            api.post("/v1/jobs/" + job + "/pause");
            TinyTrainer.event(
                    api,
                    job,
                    event -> event.json().at("/data/state").asString("").equals("PAUSED"));
            before = api.get("/v1/jobs/" + job + "/items?state=DONE&limit=100")
                    .json()
                    .path("items")
                    .size();
        }
        int all = 3 + questions + BenchmarkFiles.POPE_QUESTIONS;
        assertThat(before).isBetween(4, all - 1);
        try (TestService second = TestService.startOn(database, TrainerApplication.application(), properties)) {
            Api api = api(second);
            api.post("/v1/jobs/" + job + "/resume");
            JsonNode result = TinyTrainer.result(api, job);
            assertThat(result.path("samples").asInt()).isEqualTo(3);
            assertThat(result.at("/benchmarks/0/questions").asInt()).isEqualTo(questions);
            JsonNode items =
                    api.get("/v1/jobs/" + job + "/items?limit=100").json().path("items");
            assertThat(items.size()).isEqualTo(all);
            for (JsonNode item : items) {
                assertThat(item.path("attempts").asInt()).as(item.toString()).isEqualTo(1);
            }
        }
    }
}
