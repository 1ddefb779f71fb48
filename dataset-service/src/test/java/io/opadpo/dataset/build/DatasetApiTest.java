package io.opadpo.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.SampleImages;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** From corrections to a published data set, over HTTP. */
class DatasetApiTest {

    static final String OWNER = "dataset-alice";
    static final DatasetService service = DatasetService.shared();
    static final Api alice = service.as(OWNER);
    static final Api bob = service.as("dataset-bob");
    static final String IMAGE = alice.post("/v1/images", SampleImages.png(2, 2, 9), "image/png")
            .json()
            .path("sha256")
            .asString();

    static JsonNode dataset;
    static String path;

    /** Eight answers, of which four stay. */
    @BeforeAll
    static void make() {
        List<JsonNode> corrections = List.of(
                FeedbackJob.correction("a", IMAGE),
                FeedbackJob.failed("b"),
                FeedbackJob.correction("c", IMAGE).put("original", "A dog. A dog."),
                FeedbackJob.correction("d", IMAGE).put("revised", ""),
                FeedbackJob.correction("e", "0".repeat(64)),
                FeedbackJob.correction("f", IMAGE),
                FeedbackJob.correction("g", IMAGE),
                FeedbackJob.correction("h", IMAGE));
        dataset = made("kitchens", corrections).path("result");
        path = "/v1/datasets/" + dataset.path("dataset").asString();
    }

    static String request(String name, Object feedbackJob) {
        return "{\"name\": \"%s\", \"feedback_job\": \"%s\", \"held_out\": 0.5, \"seed\": 3}"
                .formatted(name, feedbackJob);
    }

    /** The job that makes it, when it has ended. */
    static JsonNode made(String name, List<JsonNode> corrections) {
        Reply submitted = alice.post("/v1/datasets", request(name, FeedbackJob.done(service, OWNER, corrections)));
        assertThat(submitted.status()).as(submitted.toString()).isEqualTo(201);
        return ended(submitted.header("Location"));
    }

    static JsonNode ended(String job) {
        try (EventStream events = alice.events(job + "/events")) {
            events.rest();
        }
        return alice.get(job).json();
    }

    @Test
    void theResultNamesTheVersion() {
        assertThat(dataset.path("name").asString()).isEqualTo("kitchens");
        assertThat(dataset.path("version").asInt()).isEqualTo(1);
        assertThat(dataset.path("samples").asInt()).isEqualTo(4);
        assertThat(dataset.path("dropped").asInt()).isEqualTo(4);
    }

    @Test
    void statisticsAndDropReportAreShown() {
        JsonNode details = alice.get(path).json();
        JsonNode statistics = details.path("statistics");

        assertThat(details.path("samples").asInt()).isEqualTo(4);
        assertThat(statistics.path("dropped_by").toString())
                .isEqualTo("{\"NO_REPORT\":1,\"REPEATED_SENTENCE\":1,\"EMPTY_REVISED\":1,\"NO_IMAGE\":1}");
        assertThat(statistics.path("scores").toString()).isEqualTo("{\"2\":4,\"4\":4}");
        assertThat(statistics.path("error_types").toString())
                .isEqualTo("{\"correct\":4,\"image_recognition_error\":4}");
        assertThat(statistics.path("added_share").asDouble()).isEqualTo(1);
        assertThat(statistics.path("sentences").path("mean").asDouble()).isEqualTo(2);
        assertThat(statistics.path("edited_share").path("mean").asDouble()).isEqualTo(5.0 / 8);
        assertThat(statistics.path("answer_words").path("bins").toString())
                .isEqualTo("[{\"from\":0.0,\"to\":25.0,\"count\":4}]");
        assertThat(statistics.path("judges").toString())
                .isEqualTo(
                        "[{\"source\":{\"model\":\"judge-1\",\"reported_model\":null,\"model_version\":\"fp_1\",\"endpoint\":\"main\",\"prompt_version\":\"3\"},"
                                + "\"samples\":4}]");
        assertThat(statistics
                        .path("policies")
                        .path(0)
                        .path("source")
                        .path("model_version")
                        .asString())
                .isEqualTo("abc");
        assertThat(details.path("drop_report"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"id\":\"b\",\"reason\":\"NO_REPORT\",\"detail\":\"BAD_REPLY: no JSON\"}",
                        "{\"id\":\"c\",\"reason\":\"REPEATED_SENTENCE\",\"detail\":\"repeats: A dog\"}",
                        "{\"id\":\"d\",\"reason\":\"EMPTY_REVISED\",\"detail\":\"the revised answer is empty\"}",
                        "{\"id\":\"e\",\"reason\":\"NO_IMAGE\",\"detail\":\"no such image: " + "0".repeat(64) + "\"}");
        assertThat(alice.get("/v1/datasets/by-job/" + details.path("job").asString())
                        .json())
                .isEqualTo(details);
    }

    @Test
    void samplesAndDropsAreListedInPages() {
        assertThat(ids(path + "/samples", 2)).containsExactly("a", "f", "g", "h");
        assertThat(ids(path + "/samples", 4)).containsExactly("a", "f", "g", "h");
        assertThat(ids(path + "/dropped", 3)).containsExactly("b", "c", "d", "e");
        JsonNode sample =
                alice.get(path + "/samples?limit=1").json().path("items").path(0);
        JsonNode correction = FeedbackJob.correction("a", IMAGE);
        for (String field : List.of("id", "image", "question", "standard", "original", "revised", "report")) {
            assertThat(sample.path(field)).isEqualTo(correction.path(field));
        }
    }

    private static List<String> ids(String list, int limit) {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = alice.get(list + "?limit=" + limit + next).json();
            page.path("items").forEach(item -> ids.add(item.path("id").asString()));
            next = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asString();
        } while (!next.isEmpty());
        return ids;
    }

    @Test
    void eachOneOfANameIsTheNextVersion() {
        List<JsonNode> one = List.of(FeedbackJob.correction("a", IMAGE));
        assertThat(made("versions", one).path("result").path("version").asInt()).isEqualTo(1);
        assertThat(made("versions", one).path("result").path("version").asInt()).isEqualTo(2);

        JsonNode newest = alice.get("/v1/datasets?limit=1").json();
        assertThat(newest.path("items").path(0).path("version").asInt()).isEqualTo(2);
        JsonNode older = alice.get(
                        "/v1/datasets?limit=1&cursor=" + newest.path("next").asString())
                .json();
        assertThat(older.path("items").path(0).path("version").asInt()).isEqualTo(1);
    }

    @Test
    void otherOwnersSeeNothing() {
        assertThat(bob.get("/v1/datasets").json().path("items").size()).isZero();
        for (String suffix : List.of("", "/samples", "/dropped", "/download")) {
            assertThat(bob.get(path + suffix).status()).as(suffix).isEqualTo(404);
            assertThat(service.anonymous().get(path + suffix).status())
                    .as(suffix)
                    .isEqualTo(401);
        }
        String job = alice.get(path).json().path("job").asString();
        assertThat(bob.get("/v1/datasets/by-job/" + job).status()).isEqualTo(404);
        UUID feedback = FeedbackJob.done(service, OWNER, List.of());
        assertThat(bob.post("/v1/datasets", request("x", feedback)).status()).isEqualTo(400);
    }

    static Stream<Arguments> bad() {
        UUID feedback = FeedbackJob.done(service, OWNER, List.of());
        return Stream.of(
                Arguments.of("{}", "name"),
                Arguments.of(request("", feedback), "name"),
                Arguments.of(request("../x", feedback), "name"),
                Arguments.of("{\"name\": \"x\"}", "feedback_job"),
                Arguments.of(request("x", "1"), "feedback_job"),
                Arguments.of(request("x", UUID.randomUUID()), "feedback_job"),
                Arguments.of(request("x", dataset.path("dataset").asString()), "feedback_job"),
                Arguments.of(request("x", feedback).replace("0.5", "1.5"), "held_out"),
                Arguments.of(request("x", feedback).replace("0.5", "-1"), "held_out"),
                Arguments.of(request("x", feedback).replace("seed", "sed"), "sed"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void anErrorNamesItsField(String body, String field) {
        Reply reply = alice.post("/v1/datasets", body);

        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.json().path("errors"))
                .extracting(error -> error.path("field").asString())
                .contains(field);
    }

    @Test
    void wrongListsAndDownloadsAreTold() {
        assertThat(alice.get(path + "/samples?limit=0").status()).isEqualTo(400);
        for (String cursor : List.of("x", "MQ", "OTk5OTk5OTk")) {
            assertThat(alice.get(path + "/samples?cursor=" + cursor).status())
                    .as(cursor)
                    .isEqualTo(400);
        }
        for (String field : List.of("format", "split", "images", "columns")) {
            Reply reply = alice.get(path + "/download?" + field + "=x");
            assertThat(reply.json().path("errors").path(0).path("field").asString())
                    .isEqualTo(field);
        }
        assertThat(alice.get("/v1/datasets/x").status()).isEqualTo(400);
        assertThat(alice.get("/v1/datasets/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    void theSameRequestUnderAKeyIsOneJob() {
        UUID feedback = FeedbackJob.done(service, OWNER, List.of(FeedbackJob.correction("a", IMAGE)));
        Api keyed = alice.with("Idempotency-Key", "once");

        Reply first = keyed.post("/v1/datasets", request("keyed", feedback));
        Reply second = keyed.post("/v1/datasets", request("keyed", feedback));

        assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(keyed.post("/v1/datasets", request("other", feedback)).status())
                .isEqualTo(409);
    }

    @Test
    void nothingLeftIsAnErrorThatSaysWhy() {
        JsonNode job = made("nothing", List.of(FeedbackJob.failed("a"), FeedbackJob.failed("b")));

        assertThat(job.path("state").asString()).isEqualTo("DEAD");
        assertThat(job.path("error").path("code").asString()).isEqualTo("NOTHING_LEFT");
        assertThat(job.path("error").path("message").asString()).contains("NO_REPORT=2");
    }

    /** As the gateway submits it, without this service's look at the parameters. */
    @Test
    void parametersThatCannotBeEndTheJob() {
        Job submitted = service.service
                .bean(JobStore.class)
                .submit(NewJob.of("dataset", OWNER, FeedbackJob.JSON.readTree("{\"name\": \"x\"}")));

        JsonNode job = ended("/v1/jobs/" + submitted.id());

        assertThat(job.path("state").asString()).isEqualTo("DEAD");
        assertThat(job.path("error").path("code").asString()).isEqualTo("INVALID_PARAMETERS");
        assertThat(job.path("error").path("subject").asString()).isEqualTo("feedback_job");
    }

    @Test
    void itWaitsForTheFeedbackJob() {
        UUID feedback = FeedbackJob.waiting(service, OWNER, List.of(FeedbackJob.correction("a", IMAGE)));

        Reply submitted = alice.post("/v1/datasets", request("waiting", feedback));

        assertThat(submitted.json().path("state").asString()).isEqualTo("WAITING");
        FeedbackJob.done(service, OWNER, List.of());
        assertThat(ended(submitted.header("Location")).path("state").asString()).isEqualTo("SUCCEEDED");
    }
}
