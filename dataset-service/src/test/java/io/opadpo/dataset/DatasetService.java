package io.opadpo.dataset;

import io.opadpo.dataset.source.FakeHub;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;

/** The service over an empty database, with a feedback-service beside it; one for all tests of a JVM. */
public final class DatasetService {

    /** Longest image that it takes. */
    public static final int MAX_IMAGE = 1_000_000;

    /** Most prompts of a set that it takes. */
    public static final int MAX_PROMPTS = 3_000;

    public final FakeFeedback feedback = new FakeFeedback();
    public final FaultyBlobs blobs = new FaultyBlobs();
    public final FakeHub hub = new FakeHub();
    public final Path blobFolder;
    public final Path importRoot;
    public final Path importWork;
    public final TestService service;

    private DatasetService() throws IOException {
        Path folder = Files.createTempDirectory("dataset-service");
        importRoot = Files.createDirectory(folder.resolve("import"));
        blobFolder = folder.resolve("blobs");
        importWork = folder.resolve("imports");
        SpringApplication application = DatasetServiceApplication.application();
        application.addInitializers(context -> context.getBeanFactory().addBeanPostProcessor(blobs));
        service = TestService.start(
                application,
                "opadpo.blobs.folder=" + blobFolder,
                "opadpo.retention.images=2d",
                "opadpo.services.feedback=" + feedback.uri(),
                "opadpo.dataset.images.max-size=" + MAX_IMAGE + "B",
                "opadpo.dataset.prompts.max-prompts=" + MAX_PROMPTS,
                "opadpo.dataset.prompts.import-root=" + importRoot,
                "opadpo.dataset.imports.work=" + importWork,
                "opadpo.dataset.imports.hub.url=" + hub.uri(),
                "opadpo.dataset.imports.hub.token=" + FakeHub.TOKEN,
                "opadpo.dataset.imports.hub.download-hosts=127.0.0.1",
                "opadpo.dataset.imports.hub.pause=0ms",
                "opadpo.dataset.imports.s3.bucket=bucket",
                "opadpo.dataset.imports.s3.endpoint=" + hub.bucket(),
                "opadpo.dataset.imports.s3.access-key=a",
                "opadpo.dataset.imports.s3.secret-key=b",
                "opadpo.dataset.imports.s3.pause=0ms",
                "opadpo.jobs.poll-interval=50ms",
                "opadpo.jobs.reap-interval=50ms",
                "opadpo.jobs.backoff-base=0ms");
    }

    private static final class Holder {
        static final DatasetService SHARED = start();

        private static DatasetService start() {
            try {
                return new DatasetService();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static DatasetService shared() {
        return Holder.SHARED;
    }

    public Api as(String owner) {
        return service.as(owner);
    }

    public Api anonymous() {
        return service.anonymous();
    }
}
