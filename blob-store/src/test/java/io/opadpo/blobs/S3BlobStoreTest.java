package io.opadpo.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3BlobStoreTest extends BlobStoreContract {
    private FakeS3 server;

    @Override
    BlobStore newStore() throws IOException {
        server = new FakeS3();
        return configured(server.uri(), "the-access-key");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static BlobStore configured(URI endpoint, String accessKey) {
        BlobProperties.S3 s3 = new BlobProperties.S3(FakeS3.BUCKET, "us-east-1", endpoint, accessKey, "the-secret-key");
        return new BlobStoreAutoConfiguration().blobStore(new BlobProperties(Path.of("unused"), s3));
    }

    @Test
    void objectsHaveTheKeysOfBlobs() {
        store.put(KEY, new byte[] {1});
        assertThat(server.objects).containsOnlyKeys(KEY.value());
    }

    @Test
    void theTimesAreTheStores() {
        store.put(KEY, new byte[] {1});
        assertThat(store.look(KEY).modified()).isEqualTo(FakeS3.MODIFIED);
        try (Stream<StoredBlob> all = store.blobs(BlobKey.of("datasets"))) {
            assertThat(all).extracting(StoredBlob::modified).containsExactly(FakeS3.MODIFIED);
        }
    }

    @Test
    void refusalsTellNoSecrets() {
        BlobStore other = configured(server.uri(), "another-key");
        assertThatThrownBy(() -> other.put(KEY, new byte[] {1}))
                .isInstanceOf(BlobException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> other.exists(KEY))
                .isInstanceOf(BlobException.class)
                .isNotInstanceOf(BlobNotFoundException.class);
    }

    @Test
    void propertiesTellNoSecretsEither() {
        BlobProperties.S3 s3 = new BlobProperties.S3("b", "r", null, "a-key", "a-secret");
        assertThat(new BlobProperties(Path.of("x"), s3).toString()).doesNotContain("a-key", "a-secret");
    }
}
