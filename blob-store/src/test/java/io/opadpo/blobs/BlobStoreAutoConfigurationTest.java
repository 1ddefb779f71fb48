package io.opadpo.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BlobStoreAutoConfigurationTest {
    @TempDir
    Path folder;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BlobStoreAutoConfiguration.class));

    @Test
    void aFolderUnlessS3IsConfigured() {
        runner.withPropertyValues("opadpo.blobs.folder=" + folder)
                .run(context -> assertThat(context.getBean(BlobStore.class)).isInstanceOf(LocalBlobStore.class));
        runner.withPropertyValues("opadpo.blobs.s3.bucket=b", "opadpo.blobs.s3.region=eu-west-1")
                .run(context -> assertThat(context.getBean(BlobStore.class)).isInstanceOf(S3BlobStore.class));
    }

    @Test
    void aBucketHasAName() {
        runner.withPropertyValues("opadpo.blobs.s3.region=eu-west-1")
                .run(context -> assertThat(context).hasFailed());
    }
}
