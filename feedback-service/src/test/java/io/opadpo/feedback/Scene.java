package io.opadpo.feedback;

import io.opadpo.chat.testing.Asked;
import io.opadpo.chat.testing.FakeLists;
import io.opadpo.chat.testing.FakeOpenAi;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestDatabase;
import io.opadpo.service.testing.TestService;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A feedback-service among fakes of those it talks to. */
final class Scene implements AutoCloseable {
    static final String API_KEY = "sk-of-the-judge";
    private static final JsonMapper JSON = JsonMapper.shared();

    final FakeOpenAi judge = new FakeOpenAi();
    final FakeLists others = new FakeLists(TestService.SERVICE_KEY);
    private final AtomicInteger rollouts = new AtomicInteger();
    final String database = TestDatabase.create();
    final TestService service;
    final Api alice;

    /**
     * @param properties beside the usual ones
     */
    Scene(String... properties) {
        service = start(properties);
        alice = service.as("alice");
    }

    /** One more process of the service, over the same database. */
    TestService start(String... properties) {
        String[] all = Stream.concat(
                        Stream.of(
                                "opadpo.feedback.endpoints.gpt.base-url=" + judge.url() + "/v1/",
                                "opadpo.feedback.endpoints.gpt.api-key=" + API_KEY,
                                "opadpo.feedback.endpoints.gpt.model=gpt-vision",
                                "opadpo.feedback.endpoints.gpt.weight=2",
                                "opadpo.feedback.endpoints.gpt.price.input=2.50",
                                "opadpo.feedback.endpoints.gpt.price.output=10",
                                "opadpo.feedback.endpoints.local.base-url=" + judge.url(),
                                "opadpo.feedback.endpoints.local.model=local-vision",
                                "opadpo.feedback.endpoints.local.response-format=json-schema",
                                "opadpo.feedback.retries.base=1ms",
                                "opadpo.feedback.retries.cap=5ms",
                                "opadpo.feedback.loop.stop-grace=200ms",
                                "opadpo.services.dataset=" + others.url(),
                                "opadpo.services.rollout=" + others.url(),
                                "opadpo.jobs.poll-interval=50ms",
                                "opadpo.jobs.lease=3s",
                                "opadpo.jobs.reap-interval=50ms",
                                "opadpo.jobs.backoff-base=10ms",
                                "opadpo.jobs.progress-interval=0ms"),
                        Stream.of(properties))
                .toArray(String[]::new);
        return TestService.startOn(database, FeedbackService.application(), all);
    }

    /** A rollout that has ended: answers {@code a00, a01, …} about one image. */
    UUID rollout(String owner, int count) {
        return rolloutOf(
                owner, IntStream.range(0, count).mapToObj("a%02d"::formatted).toList());
    }

    /** The same with answers of these ids. */
    UUID rolloutOf(String owner, List<String> ids) {
        others.image(owner, "aa", new byte[] {1, 2, 3});
        // No reply to another rollout's answers will do for this one's.
        int number = rollouts.incrementAndGet();
        List<ObjectNode> answers = new ArrayList<>();
        for (String id : ids) {
            answers.add(JSON.createObjectNode()
                    .put("id", id)
                    .put("prompt", id)
                    .put("image", "aa")
                    .put("question", "Question " + id + " of rollout " + number + "?")
                    .put("standard", "A cat.")
                    .put("answer", answer(id))
                    .put("model", "policy")
                    .put("model_version", "fp_policy")
                    .putNull("adapter")
                    .putNull("adapter_version"));
        }
        return FinishedRollout.store(service, others, owner, answers);
    }

    /** The next rollout is like the last one. */
    void sameTextsAgain() {
        rollouts.decrementAndGet();
    }

    static String answer(String id) {
        return "A dog named " + id + " sleeps. The sofa is red.";
    }

    /** The report of a corrector that does as it is told. */
    static String report(Asked asked) {
        String question = asked.question();
        String answer = question.substring(question.indexOf("<answer>\n") + 9, question.indexOf("\n</answer>"));
        String first = answer.substring(0, answer.indexOf('.') + 1);
        String second = answer.substring(answer.indexOf('.') + 2);
        ObjectNode report = JSON.createObjectNode().put("image_description", "A cat.");
        report.putObject("0")
                .put("copied_content", first)
                .put("score", 2)
                .put("error_type", "image_recognition_error")
                .put("rewritten_content", first.replace("dog", "cat"))
                .put("reason", "It is a cat.")
                .putArray("object")
                .add("dog -> cat");
        report.putObject("1")
                .put("copied_content", second)
                .put("score", 4)
                .put("error_type", "correct")
                .put("rewritten_content", second)
                .put("reason", "")
                .putArray("object");
        return report.toString();
    }

    /** The id of the answer that a request is about. */
    static String id(Asked asked) {
        String question = asked.question();
        int at = question.indexOf("Question ") + 9;
        return question.substring(at, at + 3);
    }

    /** Starts a job, and gives its address. */
    static String start(Api caller, UUID rollout, String more) {
        Reply reply = caller.post("/v1/feedback", "{\"rollout_job\":\"" + rollout + "\"" + more + "}");
        if (reply.status() != 201) {
            throw new AssertionError(reply);
        }
        return reply.header("Location");
    }

    /** Waits until the job has ended. */
    static JsonNode end(Api caller, String job) {
        try (EventStream events = caller.events(job + "/events")) {
            events.rest();
        }
        return caller.get(job).json();
    }

    /** Waits until an event says that the job is in this state. */
    static void awaitState(Api caller, String job, String state) {
        awaitEvent(
                caller,
                job,
                event -> event.json().at("/data/state").asString("").equals(state));
    }

    /** Waits for an event of the job. */
    static void awaitEvent(Api caller, String job, Predicate<EventStream.Event> wanted) {
        try (EventStream events = caller.events(job + "/events")) {
            while (!wanted.test(
                    events.next().orElseThrow(() -> new AssertionError("The job ended without that event")))) {}
        }
    }

    static String corrections(String job) {
        return job.replace("/v1/jobs/", "/v1/feedback/") + "/corrections";
    }

    @Override
    public void close() {
        service.close();
        judge.close();
        others.close();
    }
}
