package io.opadpo.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Blobs as objects of a bucket. S3 makes an object visible when it is complete, so puts are atomic. One request carries
 * an object, so a blob has at most 5 GB.
 */
final class S3BlobStore implements BlobStore, AutoCloseable {
    private final S3Client client;
    private final String bucket;

    S3BlobStore(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /** S3 wants the length first, so the bytes pass through a temporary file. */
    @Override
    public void put(BlobKey key, InputStream content) {
        try {
            Path file = Files.createTempFile("blob", null);
            try {
                Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
                put(key, file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new BlobException("Cannot store " + key, e);
        }
    }

    @Override
    public void put(BlobKey key, byte[] content) {
        store(key, RequestBody.fromBytes(content));
    }

    @Override
    public void put(BlobKey key, Path content) {
        store(key, RequestBody.fromFile(content));
    }

    private void store(BlobKey key, RequestBody body) {
        asking(
                "store",
                key,
                () -> client.putObject(request -> request.bucket(bucket).key(key.value()), body));
    }

    @Override
    public Blob open(BlobKey key) {
        ResponseInputStream<GetObjectResponse> object = asking(
                "open",
                key,
                () -> client.getObject(request -> request.bucket(bucket).key(key.value())));
        return new Blob(object, object.response().contentLength());
    }

    @Override
    public boolean exists(BlobKey key) {
        try {
            look(key);
            return true;
        } catch (BlobNotFoundException e) {
            return false;
        }
    }

    @Override
    public void delete(BlobKey key) {
        asking(
                "delete",
                key,
                () -> client.deleteObject(request -> request.bucket(bucket).key(key.value())));
    }

    @Override
    public Stream<StoredBlob> blobs(BlobKey folder) {
        return asking(
                "list",
                folder,
                () -> client
                        .listObjectsV2Paginator(
                                request -> request.bucket(bucket).prefix(folder.value() + "/"))
                        .contents()
                        .stream()
                        .map(object ->
                                new StoredBlob(new BlobKey(object.key()), object.size(), object.lastModified())));
    }

    @Override
    public StoredBlob look(BlobKey key) {
        HeadObjectResponse head = asking(
                "find",
                key,
                () -> client.headObject(request -> request.bucket(bucket).key(key.value())));
        return new StoredBlob(key, head.contentLength(), head.lastModified());
    }

    @Override
    public void copyTo(BlobKey key, Path target) {
        try (Blob blob = open(key)) {
            AtomicFile.write(blob.stream(), target, AtomicFile.folder(target));
        } catch (IOException e) {
            throw new BlobException("Cannot copy " + key + " to " + target, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static <T> T asking(String verb, BlobKey key, Supplier<T> request) {
        try {
            return request.get();
        } catch (NoSuchKeyException e) {
            throw new BlobNotFoundException(key);
        } catch (SdkException e) {
            throw new BlobException("Cannot " + verb + " " + key, e);
        }
    }
}
