package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.jobs.Claim;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Owner;
import io.opadpo.service.retention.BlobCollector;
import io.opadpo.service.retention.Sweeps;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.Routes;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Adapters, models and files of jobs, without a training: rows and blobs as one would leave them. */
class RemovalTest {

    @TempDir
    private static Path files;

    private static FakeDatasets datasets;
    private static TestService service;
    private static JobStore jobs;
    private static BlobStore blobs;
    private static JdbcClient jdbc;

    @BeforeAll
    static void start() {
        datasets = new FakeDatasets();
        service = TestService.start(
                TrainerApplication.application(),
                TinyTrainer.properties(
                        files, datasets, "opadpo.retention.work=2d", "opadpo.retention.collect-blobs=true"));
        jobs = service.bean(JobStore.class);
        blobs = service.bean(BlobStore.class);
        jdbc = service.bean(JdbcClient.class);
    }

    @AfterAll
    static void stop() {
        service.close();
        datasets.close();
    }

    @Test
    void everyRouteNeedsAKeyWithItsScope() {
        assertThat(Routes.needKeys(service))
                .contains("DELETE /v1/adapters/{name}", "POST /v1/chat/completions", "GET /v1/models")
                .hasSizeGreaterThan(25);
    }

    @Test
    void anAdapterGoesAndItsFilesAfterTheGrace() throws IOException {
        Api alice = service.as("adapters");
        UUID id = adapter("adapters", "mine", ended("adapters", "opa"));
        assertThat(service.as("others").delete("/v1/adapters/mine").status()).isEqualTo(404);

        assertThat(alice.delete("/v1/adapters/mine").status()).isEqualTo(204);
        assertThat(alice.get("/v1/adapters/mine").status()).isEqualTo(404);
        List<BlobKey> left = blobsOf("adapters", "adapters", id);
        assertThat(left).as("a backup may have its row").hasSize(1);
        age(files.resolve("blobs").resolve(left.get(0).value()));
        collectTwice();
        assertThat(blobsOf("adapters", "adapters", id)).isEmpty();
    }

    @Test
    void anAdapterThatAJobIsToUseStays() {
        Api alice = service.as("users");
        UUID maker = ended("users", "opa");
        adapter("users", "mine", maker);
        for (String parameters :
                List.of("{\"model\": \"mine\"}", "{\"options\": {\"adapter_jobs\": [\"" + maker + "\"]}}")) {
            UUID user = jobs.submit(
                            NewJob.of("elsewhere", "users", JsonMapper.shared().readTree(parameters)))
                    .id();
            Reply refused = alice.delete("/v1/adapters/mine");
            assertThat(refused.status()).as(parameters).isEqualTo(409);
            assertThat(refused.text()).contains("job " + user);
            jobs.cancel(Owner.ANY, user);
        }
        assertThat(alice.delete("/v1/adapters/mine").status()).isEqualTo(204);
    }

    @Test
    void aModelGoesAfterWhatIsMadeOfIt() {
        Api alice = service.as("models");
        UUID id = ended("models", "merge");
        jdbc.sql("INSERT INTO models VALUES (:id, 'models', 'merged', 'merge', 'tiny', 'v', 3, now())")
                .param("id", id)
                .update();
        blobs.put(BlobKey.of("models", "models", id.toString(), "config.json"), new byte[3]);
        UUID adapter = adapter("models", "on-top", ended("models", "opa"));
        jdbc.sql("UPDATE adapters SET base_model = 'merged' WHERE id = :id")
                .param("id", adapter)
                .update();

        assertThat(alice.delete("/v1/models/merged").text()).contains("adapter on-top");
        assertThat(alice.delete("/v1/adapters/on-top").status()).isEqualTo(204);
        assertThat(alice.delete("/v1/models/merged").status()).isEqualTo(204);
        assertThat(blobsOf("models", "models", id)).as("left to the collector").hasSize(1);
        assertThat(alice.delete("/v1/models/merged").status()).isEqualTo(404);
        assertThat(alice.delete("/v1/models/tiny").status())
                .as("it is the configuration's")
                .isEqualTo(409);
    }

    /** A job that failed after it had stored half an adapter may be requeued and store the rest. */
    @Test
    void filesOfAJobThatMayGoOnAreNotCollected() throws IOException {
        UUID dead = jobs.submit(NewJob.of("x-opa", "files", JsonMapper.shared().createObjectNode()))
                .id();
        jobs.cancel(Owner.ANY, dead);
        BlobKey half = BlobKey.of("adapters", "files", dead.toString(), "adapter_config.json");
        blobs.put(half, new byte[3]);
        age(files.resolve("blobs").resolve(half.value()));
        collectTwice();
        assertThat(blobs.exists(half)).isTrue();

        service.as("files").delete("/v1/jobs/" + dead);
        jdbc.sql("DELETE FROM jobs WHERE id = :id").param("id", dead).update();
        collectTwice();
        assertThat(blobs.exists(half)).isFalse();
    }

    @Test
    void foldersOfJobsThatEndedLongAgoAreCleared() throws IOException {
        UUID succeeded = ended("folders", "opa");
        UUID young = ended("folders", "opa");
        UUID cancelled = jobs.submit(
                        NewJob.of("x-opa", "folders", JsonMapper.shared().createObjectNode()))
                .id();
        jobs.cancel(Owner.ANY, cancelled);
        UUID running = jobs.submit(
                        NewJob.of("x-opa", "folders", JsonMapper.shared().createObjectNode()))
                .id();
        UUID gone = UUID.randomUUID();
        UUID goneLately = UUID.randomUUID();
        for (UUID job : List.of(succeeded, young, cancelled, running, gone, goneLately)) {
            Path run = Files.createDirectories(
                    files.resolve("work").resolve(job.toString()).resolve("run"));
            Files.createDirectories(run.resolve("checkpoints/7"));
            Files.write(run.resolve("metrics.jsonl"), new byte[] {1});
        }
        Path copy = Files.createDirectories(files.resolve("work/stored/adapters/folders/" + gone));
        jdbc.sql("UPDATE jobs SET finished = finished - interval '3 days' WHERE id IN (:a, :b)")
                .param("a", succeeded)
                .param("b", cancelled)
                .update();
        age(files.resolve("work").resolve(gone.toString()));

        service.bean(Sweeps.class).sweep();

        assertThat(run(succeeded).resolve("checkpoints")).doesNotExist();
        assertThat(run(succeeded).resolve("metrics.jsonl")).exists();
        assertThat(run(young).resolve("checkpoints/7")).exists();
        assertThat(run(cancelled)).doesNotExist();
        assertThat(run(cancelled).resolveSibling(".lock"))
                .as("it can be requeued: two processes that wait for its folder have to wait for the same file")
                .exists();
        assertThat(run(running).resolve("checkpoints/7")).exists();
        assertThat(run(gone).getParent()).doesNotExist();
        assertThat(run(goneLately)).exists();
        assertThat(copy).doesNotExist();
    }

    private static Path run(UUID job) {
        return files.resolve("work").resolve(job.toString()).resolve("run");
    }

    private static UUID adapter(String owner, String name, UUID job) {
        jdbc.sql("INSERT INTO adapters VALUES (:id, :owner, :name, 'opa', 'tiny', 'v', 's', 3, now())")
                .param("id", job)
                .param("owner", owner)
                .param("name", name)
                .update();
        blobs.put(BlobKey.of("adapters", owner, job.toString(), "adapter_config.json"), new byte[3]);
        return job;
    }

    /** A job of a kind that nobody here runs, so that it ends as the test wants. */
    private static UUID ended(String owner, String kind) {
        UUID job = jobs.submit(NewJob.of("x-" + kind, owner, JsonMapper.shared().createObjectNode()))
                .id();
        JobLeases leases = service.bean(JobLeases.class);
        Claim claim = leases.claim("test", Set.of("x-" + kind), 1, Duration.ofMinutes(1))
                .get(0)
                .claim();
        leases.complete(claim, null);
        return claim.job();
    }

    private static List<BlobKey> blobsOf(String folder, String owner, UUID id) {
        try (Stream<BlobKey> all = blobs.list(BlobKey.of(folder, owner, id.toString()))) {
            return all.toList();
        }
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    }

    private static void collectTwice() {
        for (int i = 0; i < 2; i++) {
            service.bean(BlobCollector.class).collect(false);
            jdbc.sql("UPDATE unreferenced_blobs SET marked = marked - interval '8 days'")
                    .update();
        }
    }
}
