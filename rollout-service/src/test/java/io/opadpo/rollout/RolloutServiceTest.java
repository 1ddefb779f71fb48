package io.opadpo.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.Asked;
import io.opadpo.chat.testing.Behaviour;
import io.opadpo.chat.testing.FakeOpenAi;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RolloutServiceTest {
    private static final Scene SCENE = new Scene();

    private final FakeOpenAi endpoint = SCENE.endpoint;
    private final Api alice = SCENE.alice;

    @BeforeEach
    void reset() {
        endpoint.reset();
    }

    @AfterAll
    static void close() {
        SCENE.close();
    }

    @Test
    void everyPromptIsAnswered() {
        UUID set = SCENE.prompts("alice", 20);

        JsonNode job = Scene.end(alice, Scene.start(alice, set, ",\"sampling\":{\"temperature\":0.8,\"seed\":5}"));

        assertThat(job.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(job.path("result"))
                .hasToString("{\"model\":\"llava\",\"failed\":0,\"tokens\":200,\"adapter\":null,\"answers\":20,"
                        + "\"model_versions\":[\"fp-1\"]}");
        assertThat(job.path("progress").path("done").asInt()).isEqualTo(20);
        assertThat(endpoint.questions()).hasSize(20).doesNotHaveDuplicates();
        Asked asked = endpoint.requests().get(0);
        assertThat(asked.image()).isEqualTo("data:image/png;base64,AQID");
        assertThat(asked.headers()).containsEntry("authorization", "Bearer " + Scene.API_KEY);
        assertThat(asked.headers()).doesNotContainKey("x-opadpo-owner");
        assertThat(asked.body().path("temperature").asDouble()).isEqualTo(0.8);
        assertThat(asked.body().path("top_k").asInt()).isEqualTo(30);
        assertThat(asked.body().path("top_p").asDouble()).isEqualTo(0.95);
        assertThat(asked.body().path("max_tokens").asInt()).isEqualTo(896);
    }

    @Test
    void answersAreListedByPageWithWhoGaveThem() {
        String job = Scene.start(alice, SCENE.prompts("alice", 5), "");
        Scene.end(alice, job);

        JsonNode first = alice.get(Scene.answers(job) + "?limit=3").json();
        JsonNode rest = alice.get(Scene.answers(job) + "?limit=3&cursor="
                        + first.path("next").asString())
                .json();

        assertThat(ids(first)).containsExactly("p00", "p01", "p02");
        assertThat(ids(rest)).containsExactly("p03", "p04");
        assertThat(rest.path("next").isNull()).isTrue();
        JsonNode answer = first.path("items").path(1);
        assertThat(answer.path("prompt").asString()).isEqualTo("p01");
        assertThat(answer.path("image").asString()).isEqualTo("aa");
        assertThat(answer.path("question").asString()).isEqualTo("question p01");
        assertThat(answer.path("standard").asString()).isEqualTo("standard p01");
        assertThat(answer.path("answer").asString()).isEqualTo("An answer to: question p01");
        assertThat(answer.path("finish_reason").asString()).isEqualTo("stop");
        assertThat(answer.path("model").asString()).isEqualTo("llava");
        assertThat(answer.path("model_version").asString()).isEqualTo(FakeOpenAi.VERSION);
        assertThat(answer.path("adapter").isNull()).isTrue();
    }

    @Test
    void adapterIsRecordedBesideItsBase() {
        endpoint.models("{\"data\":[{\"id\":\"llava\",\"parent\":\"base\",\"version\":\"v3\"}]}");
        String job = Scene.start(alice, SCENE.prompts("alice", 1), "");
        Scene.end(alice, job);
        endpoint.models("{}");

        JsonNode answer = alice.get(Scene.answers(job)).json().path("items").path(0);

        assertThat(answer.path("model").asString()).isEqualTo("base");
        assertThat(answer.path("adapter").asString()).isEqualTo("llava");
        assertThat(answer.path("adapter_version").asString()).isEqualTo("v3");
    }

    @Test
    void samplesHaveSeedsOfTheirOwnThatFollowFromTheJobs() {
        UUID set = SCENE.prompts("alice", 2);
        String more = ",\"samples\":3,\"sampling\":{\"seed\":7}";
        String job = Scene.start(alice, set, more);
        Scene.end(alice, job);
        List<Long> seeds = seeds(job);
        String other = Scene.start(alice, set, more);
        Scene.end(alice, other);

        assertThat(ids(alice.get(Scene.answers(job)).json()))
                .containsExactly("p00#1", "p00#2", "p00#3", "p01#1", "p01#2", "p01#3");
        assertThat(seeds).doesNotHaveDuplicates().isEqualTo(seeds(other));
    }

    @Test
    void spaceBetweenPromptAndAnswerIsNotTheAnswers() {
        endpoint.next(1, Behaviour.answering(asked -> " There is a dog."));
        endpoint.next(1, Behaviour.answering(asked -> "  There is a dog."));
        String job = Scene.start(alice, SCENE.prompts("alice", 2), ",\"concurrency\":1");
        Scene.end(alice, job);

        assertThat(alice.get(Scene.answers(job)).json().path("items"))
                .extracting(answer -> answer.path("answer").asString())
                .containsExactly("There is a dog.", " There is a dog.");
    }

    @Test
    void faultsThatPassAreLivedThrough() {
        endpoint.next(3, Behaviour.rateLimiting("0"));
        endpoint.next(3, Behaviour.failing(500, "broken", "Sorry"));
        endpoint.next(2, Behaviour.hangingUp());
        endpoint.next(2, Behaviour.breakingOff());
        endpoint.next(1, Behaviour.saying("<html>"));
        UUID set = SCENE.prompts("alice", 15);
        SCENE.datasets.fail(3);

        JsonNode job = Scene.end(alice, Scene.start(alice, set, ""));

        assertThat(job.path("result").path("answers").asInt()).isEqualTo(15);
        assertThat(job.path("attempts").path("errors").asInt()).isZero();
        assertThat(endpoint.requests()).hasSize(26);
    }

    @Test
    void whatFailsIsNamed() {
        endpoint.whenever(asked -> asked.question().endsWith("p03"), Behaviour.failing(400, "bad", "Not this one"));
        endpoint.whenever(asked -> asked.question().endsWith("p05"), Behaviour.ending("content_filter", "Th"));
        endpoint.whenever(asked -> asked.question().endsWith("p07"), Behaviour.ending("stop", " "));
        String job = Scene.start(alice, SCENE.prompts("alice", 10), "");

        JsonNode ended = Scene.end(alice, job);

        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("result").path("answers").asInt()).isEqualTo(7);
        assertThat(ended.path("result").path("failed").asInt()).isEqualTo(3);
        JsonNode failed = alice.get(job + "/items?state=FAILED").json().path("items");
        assertThat(failed)
                .extracting(item -> item.path("error").path("code").asString())
                .containsExactly("REQUEST_REFUSED", "CONTENT_FILTERED", "EMPTY_ANSWER");
        assertThat(failed.path(0).path("error").path("subject").asString()).isEqualTo("p03");
        assertThat(failed.path(0).path("error").path("message").asString()).isEqualTo("HTTP 400: Not this one");
    }

    @Test
    void tooManyFailuresEndTheJobEarly() {
        endpoint.usually(Behaviour.failing(400, "bad", "Not this one"));

        JsonNode job = Scene.end(alice, Scene.start(alice, SCENE.prompts("alice", 40), ",\"concurrency\":1"));

        assertThat(job.path("state").asString()).isEqualTo("DEAD");
        assertThat(job.path("error").path("code").asString()).isEqualTo("TOO_MANY_FAILED");
        assertThat(job.path("error").path("message").asString())
                .isEqualTo("21 of 40 answers failed; the first, 'p00', with REQUEST_REFUSED: HTTP 400: Not this one");
        assertThat(endpoint.requests()).hasSizeBetween(21, 22);
    }

    @Test
    void refusedKeyEndsTheJobAtOnceAndIsNotShown() {
        endpoint.usually(Behaviour.failing(401, "invalid_api_key", "Incorrect key " + Scene.API_KEY));
        String job = Scene.start(alice, SCENE.prompts("alice", 40), ",\"concurrency\":2");

        JsonNode ended = Scene.end(alice, job);

        assertThat(ended.path("error").path("code").asString()).isEqualTo("DENIED");
        assertThat(endpoint.requests().size()).isLessThanOrEqualTo(4);
        assertThat(ended.toString()
                        + alice.get(job + "/items").text()
                        + alice.get(job + "/events").text())
                .doesNotContain(Scene.API_KEY)
                .doesNotContain("service-key");
    }

    @Test
    void modelThatIsNotEverywhereEndsTheJobAndIsNamed() {
        endpoint.whenever(asked -> asked.question().endsWith("p00"), Behaviour.failing(400, "400", "Not this one"));
        endpoint.whenever(
                asked -> asked.question().endsWith("p01"),
                Behaviour.failing(404, "404", "The model `llava` does not exist."));

        JsonNode job = Scene.end(alice, Scene.start(alice, SCENE.prompts("alice", 40), ",\"concurrency\":1"));

        assertThat(job.path("state").asString()).isEqualTo("DEAD");
        assertThat(job.path("error").path("code").asString()).isEqualTo("MODEL_NOT_FOUND");
        assertThat(job.path("error").path("message").asString())
                .endsWith("Model llava: HTTP 404: The model `llava` does not exist.");
        assertThat(endpoint.requests().size()).isLessThanOrEqualTo(3);
    }

    @Test
    void missingThingsAreNamed() {
        UUID set = SCENE.prompts("carol", 2);
        Api carol = SCENE.service.as("carol");

        JsonNode noSet = Scene.end(alice, Scene.start(alice, set, ""));
        JsonNode empty = Scene.end(carol, Scene.start(carol, SCENE.prompts("carol", 0), ""));

        assertThat(noSet.path("state").asString()).isEqualTo("DEAD");
        assertThat(noSet.path("error").path("message").asString())
                .isEqualTo("Could not read prompt set " + set + ": HTTP 404: no such thing");
        assertThat(empty.path("error").path("code").asString()).isEqualTo("NOTHING_TO_DO");
    }

    @Test
    void noMoreRequestsAtOnceThanWished() throws InterruptedException {
        CountDownLatch hold = new CountDownLatch(1);
        endpoint.usually(Behaviour.answering(Asked::question).after(hold));
        String job = Scene.start(alice, SCENE.prompts("alice", 30), ",\"concurrency\":5");
        endpoint.awaitOpen(5);
        hold.countDown();
        Scene.end(alice, job);

        assertThat(endpoint.mostAtOnce()).isEqualTo(5);
    }

    @Test
    void ownersSeeTheirOwn() {
        Api bob = SCENE.service.as("bob");
        UUID set = SCENE.prompts("bob", 3);
        String job = Scene.start(bob, set, "");
        assertThat(Scene.end(bob, job).path("state").asString()).isEqualTo("SUCCEEDED");

        assertThat(alice.get(Scene.answers(job)).status()).isEqualTo(404);
        assertThat(alice.get(job).status()).isEqualTo(404);
        assertThat(alice.post(job + "/cancel").status()).isEqualTo(404);
        assertThat(SCENE.service.anonymous().get(Scene.answers(job)).status()).isEqualTo(401);
        assertThat(Scene.end(alice, Scene.start(alice, set, "")).path("state").asString())
                .isEqualTo("DEAD");
    }

    @Test
    void requestIsCheckedAndRepeatable() {
        Reply bad = alice.post(
                "/v1/rollouts", "{\"model\":\" \",\"samples\":0,\"sampling\":{\"top_p\":1.5},\"concurrency\":1000}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().path("errors"))
                .extracting(error -> error.path("field").asString())
                .containsExactlyInAnyOrder("prompt_set", "model", "samples", "sampling.top_p", "concurrency");

        String body = "{\"prompt_set\":\"" + SCENE.prompts("alice", 1) + "\",\"model\":\"llava\"}";
        Api keyed = alice.with("Idempotency-Key", UUID.randomUUID().toString());
        Reply first = keyed.post("/v1/rollouts", body);
        assertThat(first.status()).isEqualTo(201);
        assertThat(keyed.post("/v1/rollouts", body).header("Location")).isEqualTo(first.header("Location"));
        assertThat(keyed.post("/v1/rollouts", body.replace("llava", "other")).status())
                .isEqualTo(409);
        assertThat(first.json()
                        .path("parameters")
                        .path("sampling")
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(896);
        Scene.end(alice, first.header("Location"));
    }

    @Test
    void trainerIsAskedInThePlatformsName() {
        try (Scene scene = new Scene(true)) {
            scene.endpoint.usually(Behaviour.answering(asked -> " There is a dog."));
            String job = Scene.start(scene.alice, scene.prompts("alice", 1), "");
            Scene.end(scene.alice, job);

            assertThat(scene.alice
                            .get(Scene.answers(job))
                            .json()
                            .at("/items/0/answer")
                            .asString())
                    .isEqualTo(" There is a dog.");
            assertThat(scene.endpoint.requests().get(0).headers())
                    .containsEntry("authorization", "Bearer " + TestService.SERVICE_KEY)
                    .containsEntry("x-opadpo-owner", "alice");
        }
    }

    @Test
    void apiIsDescribed() {
        String description = SCENE.service.anonymous().get("/v3/api-docs").text();

        assertThat(description)
                .contains("/v1/rollouts", "model_version", "top_k", "Which prompts of the dataset-service");
    }

    private List<Long> seeds(String job) {
        List<Long> seeds = new ArrayList<>();
        alice.get(Scene.answers(job))
                .json()
                .path("items")
                .forEach(answer -> seeds.add(answer.path("seed").asLong()));
        return seeds;
    }

    private static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .map(item -> item.path("id").asString())
                .toList();
    }
}
