package io.opadpo.blobs;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where blobs are.
 *
 * @param folder the folder they are in, unless S3 is configured. All services need the same one, so on several machines
 *     it is a shared file system
 * @param s3 the bucket they are in; then the folder is not used
 */
@Validated
@ConfigurationProperties("opadpo.blobs")
public record BlobProperties(
        @DefaultValue("data/blobs") Path folder,
        @Valid @Nullable S3 s3) {
    /**
     * A bucket.
     *
     * @param bucket its name; it has to exist
     * @param region where it is; services that only speak S3's language mostly do not care
     * @param endpoint of such a service; null is AWS
     * @param accessKey null looks where the AWS SDK looks: environment, profile, instance role
     * @param secretKey belongs to the access key
     */
    public record S3(
            @NotBlank String bucket,
            @DefaultValue("us-east-1") String region,
            @Nullable URI endpoint,
            @Nullable String accessKey,
            @Nullable String secretKey) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "S3[bucket=" + bucket + ", region=" + region + ", endpoint=" + endpoint + "]";
        }
    }
}
