package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Owner;
import io.opadpo.service.retention.OneAtATime;
import io.opadpo.service.retention.Sweeps;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;

class RetentionTest {
    @Test
    void oldJobsOfOwnKindsGoIfSomebodySaysSo() {
        try (TestService service = start("opadpo.retention.jobs=90d")) {
            UUID old = cancelled(service, "parked");
            UUID young = cancelled(service, "parked");
            UUID foreign = cancelled(service, "elsewhere");
            age(service, old);
            age(service, foreign);

            JobStore store = service.bean(JobStore.class);
            UUID blocked = store.submit(NewJob.of("parked", "alice", JsonNodeFactory.instance.objectNode())
                            .needing(young))
                    .id();
            service.bean(JdbcClient.class)
                    .sql("UPDATE jobs SET updated = updated - interval '91 days' WHERE id = :job AND state = 'BLOCKED'")
                    .param("job", blocked)
                    .update();

            service.bean(Sweeps.class).sweep();
            assertThat(store.find(Owner.ANY, blocked)).map(Job::state).contains(JobState.CANCELLED);
            assertThat(store.find(Owner.ANY, old)).isEmpty();
            assertThat(store.find(Owner.ANY, young)).isPresent();
            assertThat(store.find(Owner.ANY, foreign)).isPresent();
        }
    }

    @Test
    void oldAnswersUnderKeysGoIfSomebodySaysSo() {
        try (TestService service = start("opadpo.retention.idempotency-keys=90d")) {
            label(service, "old");
            ageKeys(service);
            label(service, "young");
            service.bean(Sweeps.class).sweep();
            assertThat(keys(service)).containsExactly("young");
        }
    }

    @Test
    void elseNothingGoes() {
        try (TestService service = start()) {
            UUID old = cancelled(service, "parked");
            age(service, old);
            label(service, "old");
            ageKeys(service);
            service.bean(Sweeps.class).sweep();
            assertThat(keys(service)).containsExactly("old");
            assertThat(service.bean(JobStore.class).find(Owner.ANY, old)).isPresent();
        }
    }

    @Test
    void blobsAreNotListedAtEverySweep(@TempDir Path folder) throws IOException {
        String setting = "opadpo.retention.collect-blobs=true";
        try (TestService service =
                TestService.start(ExampleService.application(), setting, "opadpo.blobs.folder=" + folder)) {
            BlobKey first = oldBlob(service, folder, "a");
            service.bean(Sweeps.class).sweep();
            BlobKey second = oldBlob(service, folder, "b");
            service.bean(Sweeps.class).sweep();
            assertThat(service.bean(JdbcClient.class)
                            .sql("SELECT key FROM unreferenced_blobs")
                            .query(String.class)
                            .list())
                    .contains(first.value())
                    .doesNotContain(second.value());
        }
    }

    private static BlobKey oldBlob(TestService service, Path folder, String name) throws IOException {
        BlobKey key = BlobKey.of("labels", name);
        service.bean(BlobStore.class).put(key, new byte[1]);
        Files.setLastModifiedTime(
                folder.resolve(key.value()), FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        return key;
    }

    @Test
    void whatOneDoesNobodyElseDoesAtTheSameTime() {
        OneAtATime lock = Example.SERVICE.bean(OneAtATime.class);
        Optional<Optional<String>> nested = lock.run("a", () -> lock.run("a", () -> "twice"));
        assertThat(nested).contains(Optional.empty());
        assertThat(lock.run("a", () -> lock.run("b", () -> "both"))).contains(Optional.of("both"));
    }

    private static TestService start(String... settings) {
        String[] all = java.util.Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = "opadpo.blobs.folder=" + Example.BLOBS;
        return TestService.start(ExampleService.application(), all);
    }

    private static UUID cancelled(TestService service, String kind) {
        JobStore store = service.bean(JobStore.class);
        UUID job = store.submit(NewJob.of(kind, "alice", JsonNodeFactory.instance.objectNode()))
                .id();
        store.cancel(Owner.ANY, job);
        return job;
    }

    private static void age(TestService service, UUID job) {
        service.bean(JdbcClient.class)
                .sql("UPDATE jobs SET finished = finished - interval '91 days' WHERE id = :job")
                .param("job", job)
                .update();
    }

    private static void label(TestService service, String key) {
        service.as("alice").with("Idempotency-Key", key).post("/v1/labels", "{\"name\": \"a\"}");
    }

    private static void ageKeys(TestService service) {
        service.bean(JdbcClient.class)
                .sql("UPDATE idempotent_requests SET created = created - interval '91 days'")
                .update();
    }

    private static List<String> keys(TestService service) {
        return service.bean(JdbcClient.class)
                .sql("SELECT key FROM idempotent_requests")
                .query(String.class)
                .list();
    }
}
