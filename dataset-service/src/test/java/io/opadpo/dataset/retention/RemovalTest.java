package io.opadpo.dataset.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.SampleImages;
import io.opadpo.dataset.build.MadeDataset;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Owner;
import io.opadpo.service.retention.BlobCollector;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Images that nobody uses go two days after their last use. */
class RemovalTest {
    private static int colour;

    private final DatasetService service = DatasetService.shared();
    private final JdbcClient jdbc = service.service.bean(JdbcClient.class);
    private final JobStore jobs = service.service.bean(JobStore.class);
    private final JobLeases leases = service.service.bean(JobLeases.class);
    private final UnusedImages unused = service.service.bean(UnusedImages.class);
    private final BlobStore blobs = service.service.bean(BlobStore.class);
    private String owner = "";
    private Api api = service.anonymous();

    @BeforeEach
    void newOwner() {
        owner = "removal-" + ++colour;
        api = service.as(owner);
    }

    @Test
    void aDataSetGoesWithItsFiles() {
        MadeDataset made = MadeDataset.of(service, owner, upload());
        String path = "/v1/datasets/" + made.id();
        assertThat(api.get(path + "/download?format=parquet").status()).isEqualTo(200);
        assertThat(service.as("removal-other").delete(path).status()).isEqualTo(404);

        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(api.delete(path).status()).isEqualTo(404);
        try (Stream<BlobKey> left = blobs.list(BlobKey.of("datasets", owner))) {
            assertThat(left).isEmpty();
        }
        assertThat(MadeDataset.of(service, owner, upload()).id()).isNotNull();
        assertThat(api.get("/v1/datasets").json().at("/items/0/version").asInt())
                .as("versions are not used again")
                .isEqualTo(2);
    }

    @Test
    void aDataSetThatAJobIsToReadStays() {
        MadeDataset made = MadeDataset.of(service, owner, upload());
        for (String parameters :
                List.of("{\"dataset\": \"" + made.id() + "\"}", "{\"dataset_job\": \"" + made.job() + "\"}")) {
            UUID user = jobs.submit(NewJob.of("opa", owner, JsonMapper.shared().readTree(parameters)))
                    .id();
            Reply refused = api.delete("/v1/datasets/" + made.id());
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("detail").asString()).contains("job " + user);
            jobs.cancel(Owner.ANY, user);
        }
        assertThat(api.delete("/v1/datasets/" + made.id()).status()).isEqualTo(204);
    }

    @Test
    void aPromptSetThatARolloutIsToReadStays() {
        String set = promptSet(upload());
        UUID user = jobs.submit(
                        NewJob.of("rollout", owner, JsonMapper.shared().readTree("{\"prompt_set\": \"" + set + "\"}")))
                .id();
        assertThat(api.delete("/v1/prompt-sets/" + set).json().path("detail").asString())
                .contains("job " + user);
        jobs.cancel(Owner.ANY, user);

        assertThat(service.as("removal-other").delete("/v1/prompt-sets/" + set).status())
                .isEqualTo(404);
        assertThat(api.delete("/v1/prompt-sets/" + set).status()).isEqualTo(204);
        assertThat(api.get("/v1/prompt-sets/" + set + "/prompts").status()).isEqualTo(404);
    }

    @Test
    void anUploadThatAnImportIsToReadStays() {
        Reply uploaded = api.post("/v1/uploads?name=a.jsonl", new byte[] {'{'}, "application/octet-stream");
        String upload = uploaded.json().path("id").asString();
        String parameters = "{\"source\": {\"uploads\": [\"" + upload + "\"]}}";
        UUID user = jobs.submit(NewJob.of("later", owner, JsonMapper.shared().readTree(parameters)))
                .id();
        Reply refused = api.delete("/v1/uploads/" + upload);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.json().path("detail").asString()).contains("job " + user);
        assertThat(api.get("/v1/uploads/" + upload).status()).isEqualTo(200);
        jobs.cancel(Owner.ANY, user);

        assertThat(api.delete("/v1/uploads/" + upload).status()).isEqualTo(204);
        assertThat(api.get("/v1/uploads/" + upload).status()).isEqualTo(404);
    }

    @Test
    void anImageGoesWhenNothingNamesIt() throws IOException {
        byte[] bytes = SampleImages.png(3, 3, ++colour);
        String image =
                api.post("/v1/images", bytes, "image/png").json().path("sha256").asString();
        days(1);
        unused.sweep();
        assertThat(api.get("/v1/images/" + image).status()).as("too young").isEqualTo(200);

        days(2);
        unused.sweep();
        assertThat(api.get("/v1/images/" + image).status()).isEqualTo(404);
        BlobKey key = BlobKey.of("images", owner, image);
        assertThat(blobs.exists(key)).as("its blob is for the collector").isTrue();

        collectTwice(key);
        assertThat(blobs.exists(key)).isFalse();
        assertThat(api.post("/v1/images", bytes, "image/png").status()).isEqualTo(201);
        assertThat(api.get("/v1/images/" + image).bytes()).isEqualTo(bytes);
    }

    @Test
    void anImageUploadedAgainBeforeItsBlobIsCollectedStays() throws IOException {
        byte[] bytes = SampleImages.png(3, 3, ++colour);
        String image =
                api.post("/v1/images", bytes, "image/png").json().path("sha256").asString();
        BlobKey key = BlobKey.of("images", owner, image);
        days(3);
        unused.sweep();
        age(key);
        service.service.bean(BlobCollector.class).collect(false);
        jdbc.sql("UPDATE unreferenced_blobs SET marked = marked - interval '8 days'")
                .update();

        assertThat(api.post("/v1/images", bytes, "image/png").status()).isEqualTo(201);
        age(key);
        service.service.bean(BlobCollector.class).collect(false);
        assertThat(api.get("/v1/images/" + image).bytes()).isEqualTo(bytes);
    }

    @Test
    void promptsDataSetsAndItemsKeepImages() {
        String prompted = upload();
        String set = promptSet(prompted);
        String sampled = upload();
        MadeDataset made = MadeDataset.of(service, owner, sampled);
        String answered = upload();
        ClaimedJob rollout = claim();
        name(rollout, answered);
        leases.complete(rollout.claim(), null);

        days(3);
        unused.sweep();
        for (String image : List.of(prompted, sampled, answered)) {
            assertThat(api.get("/v1/images/" + image).status()).isEqualTo(200);
        }

        api.delete("/v1/prompt-sets/" + set);
        api.delete("/v1/datasets/" + made.id());
        api.delete("/v1/jobs/" + made.job());
        jdbc.sql("DELETE FROM jobs WHERE id = :job")
                .param("job", rollout.job().id())
                .update();
        unused.sweep();
        for (String image : List.of(prompted, sampled, answered)) {
            assertThat(api.get("/v1/images/" + image).status()).isEqualTo(404);
        }
    }

    @Test
    void itemsWrittenWhileItLooksKeepImages() {
        ClaimedJob stillRuns = claim();
        ClaimedJob endsMeanwhile = claim();
        String named = upload();
        String namedAtLast = upload();
        String unnamed = upload();
        days(3);
        UnusedImages.Found found = unused.find(Duration.ofDays(2));
        assertThat(found.images()).contains(owner + "/" + named, owner + "/" + namedAtLast, owner + "/" + unnamed);
        name(stillRuns, named);
        name(endsMeanwhile, namedAtLast);
        leases.complete(endsMeanwhile.claim(), null);

        assertThat(unused.remove(found, Duration.ofDays(2)))
                .isEqualTo(found.images().size() - 2);
        assertThat(api.get("/v1/images/" + named).status()).isEqualTo(200);
        assertThat(api.get("/v1/images/" + namedAtLast).status()).isEqualTo(200);
        assertThat(api.get("/v1/images/" + unnamed).status()).isEqualTo(404);
        leases.complete(stillRuns.claim(), null);
    }

    @Test
    void aDataSetWithoutItsLinesKeepsItsOwnersImagesAlone() {
        Api broken = api;
        String kept = upload();
        MadeDataset made = MadeDataset.of(service, owner, upload());
        blobs.delete(BlobKey.of("datasets", owner, made.id().toString(), "samples.jsonl"));
        jdbc.sql("UPDATE datasets SET images_listed = false WHERE owner = :owner")
                .param("owner", owner)
                .update();
        days(3);
        newOwner();
        String others = upload();
        days(3);

        unused.sweep();
        assertThat(api.get("/v1/images/" + others).status()).isEqualTo(404);
        assertThat(broken.get("/v1/images/" + kept).status()).isEqualTo(200);
    }

    @Test
    void anImageThatIsNamedAnewStaysForAWhile() {
        String image = upload();
        days(3);
        String set = promptSet(image);
        api.delete("/v1/prompt-sets/" + set);
        unused.sweep();
        assertThat(api.get("/v1/images/" + image).status()).isEqualTo(200);
    }

    private ClaimedJob claim() {
        jobs.submit(NewJob.of("removal", owner, JsonMapper.shared().createObjectNode()));
        return leases.claim("test", Set.of("removal"), 1, Duration.ofMinutes(1)).get(0);
    }

    /** An item of the job names the image. */
    private void name(ClaimedJob job, String image) {
        leases.putItems(
                job.claim(),
                List.of(ItemWrite.done("a", JsonMapper.shared().readTree("{\"image\": \"" + image + "\"}"))));
    }

    private String upload() {
        return api.post("/v1/images", SampleImages.png(3, 3, ++colour), "image/png")
                .json()
                .path("sha256")
                .asString();
    }

    private String promptSet(String image) {
        return api.post(
                        "/v1/prompt-sets",
                        "{\"name\": \"set\", \"prompts\": [{\"id\": \"1\", \"image\": \"" + image
                                + "\", \"question\": \"What?\", \"standard\": \"A cat.\"}]}")
                .json()
                .path("id")
                .asString();
    }

    private void days(int days) {
        jdbc.sql("UPDATE images SET used = used - make_interval(days => :days) WHERE owner = :owner")
                .param("days", days)
                .param("owner", owner)
                .update();
    }

    private void age(BlobKey key) throws IOException {
        Files.setLastModifiedTime(
                service.blobFolder.resolve(key.value()),
                FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    }

    private void collectTwice(BlobKey key) throws IOException {
        age(key);
        service.service.bean(BlobCollector.class).collect(false);
        jdbc.sql("UPDATE unreferenced_blobs SET marked = marked - interval '8 days'")
                .update();
        service.service.bean(BlobCollector.class).collect(false);
    }
}
