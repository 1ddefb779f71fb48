package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.Claim;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Owner;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class JobsApiTest {
    private static final String COUNT = "{\"label\": \"sheep\", \"steps\": {\"up_to\": 1}}";

    private final TestService service = Example.SERVICE;
    private final JobStore store = service.bean(JobStore.class);
    private final JobLeases leases = service.bean(JobLeases.class);
    private final String owner = "jobs-" + UUID.randomUUID().toString().substring(0, 8);
    private final Api api = service.as(owner);

    @ParameterizedTest
    @CsvSource({
        "READY,     cancel, 200", "READY,     pause, 200", "READY,     resume, 200", "READY,     requeue, 409",
        "WAITING,   cancel, 200", "WAITING,   pause, 200", "WAITING,   resume, 200", "WAITING,   requeue, 409",
        "BLOCKED,   cancel, 200", "BLOCKED,   pause, 200", "BLOCKED,   resume, 200", "BLOCKED,   requeue, 409",
        "RUNNING,   cancel, 200", "RUNNING,   pause, 200", "RUNNING,   resume, 200", "RUNNING,   requeue, 409",
        "PAUSED,    cancel, 200", "PAUSED,    pause, 200", "PAUSED,    resume, 200", "PAUSED,    requeue, 409",
        "SUCCEEDED, cancel, 409", "SUCCEEDED, pause, 409", "SUCCEEDED, resume, 409", "SUCCEEDED, requeue, 409",
        "CANCELLED, cancel, 200", "CANCELLED, pause, 409", "CANCELLED, resume, 409", "CANCELLED, requeue, 200",
        "DEAD,      cancel, 409", "DEAD,      pause, 409", "DEAD,      resume, 409", "DEAD,      requeue, 200",
    })
    void operationsInEachState(String state, String operation, int status) {
        UUID job = jobIn(state);
        assertThat(api.get("/v1/jobs/" + job).json().path("state").asString()).isEqualTo(state);
        Reply reply = api.post("/v1/jobs/" + job + "/" + operation);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        if (status == 409) {
            assertThat(reply.json().path("code").asString()).isEqualTo("job_state");
        } else {
            assertThat(reply.json().path("id").asString()).isEqualTo(job.toString());
        }
    }

    @Test
    void ownersSeeNothingOfEachOther() {
        UUID job = jobIn("READY");
        Api other = service.as("other-" + owner);
        assertThat(other.get("/v1/jobs").json().path("items").size()).isZero();
        for (String path : List.of("", "/events", "/items")) {
            assertThat(other.get("/v1/jobs/" + job + path).status()).as(path).isEqualTo(404);
        }
        for (String operation : List.of("cancel", "pause", "resume", "requeue")) {
            assertThat(other.post("/v1/jobs/" + job + "/" + operation).status())
                    .as(operation)
                    .isEqualTo(404);
        }
        assertThat(other.with("Accept", "text/event-stream")
                        .get("/v1/jobs/" + job + "/events")
                        .status())
                .isEqualTo(404);
        assertThat(api.get("/v1/jobs/" + job).json().path("state").asString()).isEqualTo("READY");
    }

    @Test
    void aJobThatHasEndedCanBeDeleted() {
        UUID job = jobIn("READY");
        Reply early = api.delete("/v1/jobs/" + job);
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.json().path("code").asString()).isEqualTo("job_state");

        api.post("/v1/jobs/" + job + "/cancel");
        assertThat(service.as("other-" + owner).delete("/v1/jobs/" + job).status())
                .isEqualTo(404);
        assertThat(api.delete("/v1/jobs/" + job).status()).isEqualTo(204);
        assertThat(api.get("/v1/jobs/" + job).status()).isEqualTo(404);
    }

    @Test
    void aJobThatAnotherOneNeedsIsNotDeleted() {
        UUID need = jobIn("READY");
        UUID user = store.submit(newJob("parked").needing(need)).id();
        api.post("/v1/jobs/" + need + "/cancel");

        Reply refused = api.delete("/v1/jobs/" + need);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asString()).isEqualTo("conflict");
        assertThat(refused.json().path("detail").asString()).contains(user.toString());
    }

    @Test
    void jobsOfOtherServicesAreNotServed() {
        UUID foreign = store.submit(newJob("elsewhere")).id();
        assertThat(api.get("/v1/jobs/" + foreign).status()).isEqualTo(404);
        assertThat(api.post("/v1/jobs/" + foreign + "/cancel").status()).isEqualTo(404);
        assertThat(api.get("/v1/jobs").json().path("items").size()).isZero();
        assertThat(api.get("/v1/jobs?kind=elsewhere").json().path("items").size())
                .isZero();
    }

    @Test
    void listsComeInPagesAndFiltered() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            made.add(jobIn("READY").toString());
        }
        UUID paused = jobIn("PAUSED");
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get("/v1/jobs?kind=parked&state=READY&limit=2" + cursor).json();
            assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
            page.path("items").forEach(job -> seen.add(job.path("id").asString()));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asString();
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(5).containsExactlyInAnyOrderElementsOf(made);
        JsonNode both = api.get("/v1/jobs?state=PAUSED,CANCELLED").json().path("items");
        assertThat(both.findValuesAsString("id")).containsExactly(paused.toString());
        assertThat(api.get("/v1/jobs?pipeline=" + UUID.randomUUID())
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void itemsComeInPages() {
        Claim claim = claim(jobIn("READY"));
        for (String item : List.of("a#1", "a#2", "b/1")) {
            leases.putItems(claim, List.of(ItemWrite.done(item, JsonNodeFactory.instance.objectNode())));
        }
        String path = "/v1/jobs/" + claim.job() + "/items?limit=1&state=DONE";
        JsonNode first = api.get(path).json();
        JsonNode second =
                api.get(path + "&cursor=" + first.path("next").asString()).json();
        assertThat(first.path("items").get(0).path("item").asString()).isEqualTo("a#1");
        assertThat(second.path("items").get(0).path("item").asString()).isEqualTo("a#2");
        assertThat(api.get("/v1/jobs/" + claim.job() + "/items?state=FAILED")
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void aKeySubmitsOnce() {
        Api keyed = api.with("Idempotency-Key", "k1");
        Reply first = keyed.post("/v1/counts", COUNT);
        Reply again = keyed.post("/v1/counts", " " + COUNT);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        Reply other = keyed.post("/v1/counts", COUNT.replace("sheep", "goats"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("code").asString()).isEqualTo("idempotency_conflict");
        // Another owner's key is another key.
        Reply elsewhere =
                service.as("other-" + owner).with("Idempotency-Key", "k1").post("/v1/counts", COUNT);
        assertThat(elsewhere.status()).isEqualTo(201);
        assertThat(elsewhere.header("Location")).isNotEqualTo(first.header("Location"));
        assertThat(api.with("Idempotency-Key", "not good")
                        .post("/v1/counts", COUNT)
                        .status())
                .isEqualTo(400);
    }

    private NewJob newJob(String kind) {
        return NewJob.of(kind, owner, JsonNodeFactory.instance.objectNode());
    }

    private Claim claim(UUID job) {
        for (ClaimedJob claimed : leases.claim("test", Set.of(ExampleService.PARKED), 1000, Duration.ofMinutes(5))) {
            if (claimed.job().id().equals(job)) {
                return claimed.claim();
            }
            leases.release(claimed.claim());
        }
        throw new AssertionError("Not claimed");
    }

    private UUID jobIn(String state) {
        UUID job = store.submit(newJob(ExampleService.PARKED)).id();
        switch (state) {
            case "READY" -> {}
            case "RUNNING" -> claim(job);
            case "PAUSED" -> store.pause(owner(), job);
            case "CANCELLED" -> store.cancel(owner(), job);
            case "SUCCEEDED" -> leases.complete(claim(job), null);
            case "DEAD" -> leases.fail(claim(job), new JobError("BROKEN", "for ever", false));
            case "WAITING" -> {
                return store.submit(newJob(ExampleService.PARKED).needing(job)).id();
            }
            case "BLOCKED" -> {
                UUID blocked =
                        store.submit(newJob(ExampleService.PARKED).needing(job)).id();
                store.cancel(owner(), job);
                return blocked;
            }
            default -> throw new AssertionError(state);
        }
        return job;
    }

    private Owner owner() {
        return Owner.of(owner);
    }
}
