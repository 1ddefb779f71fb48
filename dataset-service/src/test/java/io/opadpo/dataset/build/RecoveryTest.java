package io.opadpo.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.SampleImages;
import io.opadpo.dataset.table.TableFixtures;
import io.opadpo.jobs.JobLeases;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** Runs that end where they should not. */
class RecoveryTest {

    static final DatasetService service = DatasetService.shared();

    @AfterEach
    void healthy() {
        service.blobs.reset();
    }

    private static String submit(String owner) {
        Api api = service.as(owner);
        String image = api.post("/v1/images", SampleImages.png(2, 2, 3), "image/png")
                .json()
                .path("sha256")
                .asString();
        var feedback = FeedbackJob.done(service, owner, List.of(FeedbackJob.correction("a", image)));
        return api.post("/v1/datasets", DatasetApiTest.request("set", feedback)).header("Location");
    }

    private static JsonNode ended(String owner, String job) {
        Api api = service.as(owner);
        try (EventStream events = api.events(job + "/events")) {
            events.rest();
        }
        return api.get(job).json();
    }

    /** Exactly this version is published, and nothing else is left of any run. */
    private static void assertPublishedOnce(String owner, JsonNode job) {
        assertPublishedOnce(owner, job, 1);
    }

    private static void assertPublishedOnce(String owner, JsonNode job, int samples) {
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("SUCCEEDED");
        Api api = service.as(owner);
        JsonNode items = api.get("/v1/datasets").json().path("items");
        assertThat(items.size()).isEqualTo(1);
        assertThat(items.path(0).path("version").asInt()).isEqualTo(1);
        String id = job.path("result").path("dataset").asString();
        assertThat(items.path(0).path("id").asString()).isEqualTo(id);
        try (Stream<BlobKey> blobs = service.service.bean(BlobStore.class).list(BlobKey.of("datasets", owner))) {
            assertThat(blobs)
                    .extracting(BlobKey::value)
                    .allMatch(key -> key.contains(id))
                    .hasSize(2);
        }
        assertThat(service.service
                        .bean(JdbcClient.class)
                        .sql("SELECT count(*) FROM datasets WHERE owner = :owner")
                        .param("owner", owner)
                        .query(Integer.class)
                        .single())
                .as("no draft is left")
                .isOne();
        assertThat(api.get("/v1/datasets/" + id + "/download").text().lines()).hasSize(samples);
    }

    @Test
    void aRunThatDiesBeforeOrAfterPublishingPublishesOnce() {
        String owner = "recovery-carol";
        AtomicInteger runs = dieBeforeAndAfterPublishing(owner);

        String job = submit(owner);

        assertPublishedOnce(owner, ended(owner, job));
        assertThat(runs).as("two runs wrote files").hasValue(2);
    }

    @Test
    void anImportThatDiesBeforeOrAfterPublishingPublishesOnce() throws IOException {
        String owner = "recovery-frank";
        FileSystemUtils.copyRecursively(
                TableFixtures.folder().resolve("rollouts"), service.importRoot.resolve("recovery"));
        AtomicInteger runs = dieBeforeAndAfterPublishing(owner);

        String job = service.as(owner)
                .post("/v1/datasets/import", "{\"name\": \"set\", \"source\": {\"path\": \"recovery\"}}")
                .header("Location");

        JsonNode ended = ended(owner, job);
        assertPublishedOnce(owner, ended, 6);
        assertThat(runs).as("two runs wrote files").hasValue(2);
        assertThat(service.service
                        .bean(JdbcClient.class)
                        .sql("SELECT count(*) FROM imports WHERE job = :job::uuid")
                        .param("job", ended.path("id").asString())
                        .query(Integer.class)
                        .single())
                .isZero();
        try (Stream<BlobKey> images = service.service.bean(BlobStore.class).list(BlobKey.of("images", owner))) {
            assertThat(images).as("one for each sample, and for none twice").hasSize(6);
        }
    }

    /** Gives the count of runs that wrote files. */
    private static AtomicInteger dieBeforeAndAfterPublishing(String owner) {
        AtomicInteger dropped = new AtomicInteger();
        service.blobs.afterPut(key -> {
            if (key.value().contains(owner)
                    && key.value().endsWith("dropped.jsonl")
                    && dropped.getAndIncrement() == 0) {
                throw new IllegalStateException("dies after the files are written");
            }
        });
        AtomicInteger deleted = new AtomicInteger();
        service.blobs.beforeDelete(key -> {
            if (key.value().contains(owner) && deleted.getAndIncrement() == 0) {
                throw new IllegalStateException("dies after publishing");
            }
        });

        return dropped;
    }

    @Test
    void aRunThatHasLostItsJobPublishesNothing() throws InterruptedException {
        String owner = "recovery-dave";
        CountDownLatch overtaken = new CountDownLatch(1);
        CountDownLatch zombieWentOn = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        service.blobs.afterPut(key -> {
            if (!key.value().contains(owner) || !key.value().endsWith("dropped.jsonl")) {
                return;
            }
            if (runs.getAndIncrement() == 0) {
                loseLeases();
                await(overtaken);
                zombieWentOn.countDown();
            }
        });

        String job = submit(owner);
        JsonNode ended = ended(owner, job);
        overtaken.countDown();

        await(zombieWentOn);
        assertThat(runs).hasValue(2);
        assertThat(ended.path("result").path("version").asInt()).isEqualTo(1);
        assertPublishedOnce(owner, service.as(owner).get(job).json());
    }

    /** As if the worker had been silent for an hour. */
    private static void loseLeases() {
        service.service
                .bean(JdbcClient.class)
                .sql("UPDATE jobs SET lease_until = lease_until - interval '1 hour' WHERE kind = 'dataset'"
                        + " AND owner = 'recovery-dave' AND lease_until IS NOT NULL")
                .update();
        service.service.bean(JobLeases.class).reap();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFeedbackServiceThatIsAwayForAWhileIsWaitedFor() {
        String owner = "recovery-erin";
        service.feedback.failNext(6);

        String job = submit(owner);

        JsonNode ended = ended(owner, job);
        assertPublishedOnce(owner, ended);
        assertThat(ended.path("attempts").path("errors").asInt()).isEqualTo(1);
    }
}
