package io.opadpo.dataset.source;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects of the configured bucket. */
@Component
final class S3Source implements Source {

    static final String KIND = "s3";

    private static final String ETAG = "etag:";
    private static final int PRECONDITION_FAILED = 412;

    private final ImportSettings.@Nullable S3 settings;
    private final @Nullable S3Client client;

    S3Source(ImportSettings settings) {
        this.settings = settings.s3();
        this.client = settings.s3() == null ? null : client(settings.s3());
    }

    private static S3Client client(ImportSettings.S3 settings) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.of(settings.region()))
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint()).forcePathStyle(true);
        }
        if (settings.accessKey() != null && settings.secretKey() != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())));
        }
        return builder.build();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean takes(SourceRequest request) {
        return request.s3() != null;
    }

    @Override
    public Manifest list(String owner, SourceRequest request) throws JobException {
        String prefix = Objects.requireNonNull(request.s3()).prefix();
        String bucket = bucket().bucket();
        try {
            List<Manifest.File> files =
                    s3().listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                            .map(object -> new Manifest.File(
                                    object.key(),
                                    object.key(),
                                    object.size(),
                                    object.eTag() == null ? null : ETAG + object.eTag()))
                            .toList();
            return new Manifest(KIND, bucket + "/" + prefix, null, null, files);
        } catch (SdkException e) {
            throw new JobException(
                    new JobError("SOURCE_UNAVAILABLE", "The bucket cannot be listed", e.retryable(), "source.s3"), e);
        }
    }

    @Override
    public Path fetch(String owner, Manifest manifest, Manifest.File file, Path folder, Runnable watch)
            throws JobException, IOException {
        S3Client s3 = s3();
        ImportSettings.S3 bucket = bucket();
        return new Download(bucket.tries(), bucket.pause())
                .fetch(file, folder, offset -> open(s3, bucket.bucket(), file, offset), watch);
    }

    /** The bytes of an object from this one on, as long as it is the one that was listed. */
    private static InputStream open(S3Client s3, String bucket, Manifest.File file, long offset)
            throws IOException, JobException {
        String etag = file.checksum() == null ? null : file.checksum().substring(ETAG.length());
        try {
            return s3.getObject(get -> get.bucket(bucket)
                    .key(file.location())
                    .range("bytes=" + offset + "-")
                    .ifMatch(etag));
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                throw new JobException(
                        "SOURCE_CHANGED", "Object " + file.name() + " has changed since the import began", false);
            }
            throw new IOException("the bucket refuses", e);
        } catch (SdkException e) {
            throw new IOException("the bucket refuses", e);
        }
    }

    private S3Client s3() throws JobException {
        if (client == null) {
            throw new JobException("BAD_SOURCE", "No bucket is configured from which to import", false);
        }
        return client;
    }

    private ImportSettings.S3 bucket() throws JobException {
        if (settings == null) {
            throw new JobException("BAD_SOURCE", "No bucket is configured from which to import", false);
        }
        return settings;
    }
}
