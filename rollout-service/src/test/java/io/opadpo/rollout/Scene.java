package io.opadpo.rollout;

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
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A rollout-service among fakes of those it talks to. */
final class Scene implements AutoCloseable {
    static final String API_KEY = "sk-of-the-endpoint";
    static final byte[] IMAGE = {1, 2, 3};

    final FakeOpenAi endpoint = new FakeOpenAi();
    final FakeLists datasets = new FakeLists(TestService.SERVICE_KEY);
    private final String database = TestDatabase.create();
    private final List<String> more;
    final TestService service;
    final Api alice;

    Scene() {
        this(false);
    }

    /**
     * @param trainer whether the endpoint is the platform's own trainer-service
     * @param more properties beside the usual ones
     */
    Scene(boolean trainer, String... more) {
        this.more = List.of(more);
        service = trainer
                ? start("opadpo.services.trainer=" + endpoint.url(), "opadpo.rollout.endpoint.base-url=")
                : start();
        alice = service.as("alice");
    }

    /** One more process of the service, over the same database. */
    TestService start() {
        return start(
                "opadpo.rollout.endpoint.base-url=" + endpoint.url(), "opadpo.rollout.endpoint.api-key=" + API_KEY);
    }

    private TestService start(String... properties) {
        String[] all = Stream.concat(
                        Stream.of(
                                "opadpo.rollout.retries.base=1ms",
                                "opadpo.rollout.retries.cap=5ms",
                                "opadpo.rollout.loop.stop-grace=200ms",
                                "opadpo.services.dataset=" + datasets.url(),
                                "opadpo.jobs.poll-interval=50ms",
                                "opadpo.jobs.lease=3s",
                                "opadpo.jobs.reap-interval=50ms",
                                "opadpo.jobs.backoff-base=10ms",
                                "opadpo.jobs.progress-interval=0ms"),
                        Stream.concat(Stream.of(properties), more.stream()))
                .toArray(String[]::new);
        return TestService.startOn(database, RolloutService.application(), all);
    }

    /** A prompt set of this owner's: prompts {@code p00, p01, …} about one image. */
    UUID prompts(String owner, int count) {
        UUID set = UUID.randomUUID();
        datasets.image(owner, "aa", IMAGE);
        List<ObjectNode> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "p%02d".formatted(i);
            prompts.add(JsonMapper.shared()
                    .createObjectNode()
                    .put("id", id)
                    .put("image", "aa")
                    .put("question", "question " + id)
                    .put("standard", "standard " + id));
        }
        datasets.list(owner, "/v1/prompt-sets/" + set + "/prompts", prompts);
        return set;
    }

    /** Starts a job, and gives its address. */
    static String start(Api caller, UUID prompts, String more) {
        Reply reply =
                caller.post("/v1/rollouts", "{\"prompt_set\":\"" + prompts + "\",\"model\":\"llava\"" + more + "}");
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

    static String answers(String job) {
        return job.replace("/v1/jobs/", "/v1/rollouts/") + "/answers";
    }

    @Override
    public void close() {
        service.close();
        endpoint.close();
        datasets.close();
    }
}
