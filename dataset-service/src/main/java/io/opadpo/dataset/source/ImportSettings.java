package io.opadpo.dataset.source;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What imports may reach.
 *
 * @param work folder for files on their way; as large as all of a hub's files that one import reads
 * @param hub null allows none
 * @param s3 null allows none
 */
@Validated
@ConfigurationProperties("opadpo.dataset.imports")
public record ImportSettings(
        @DefaultValue("data/imports") Path work,
        @Valid @Nullable Hub hub,
        @Valid @Nullable S3 s3) {

    /**
     * A hub that speaks Hugging Face's HTTP API.
     *
     * @param url its address, the only one that is asked
     * @param token for private data sets; sent to that address alone
     * @param downloadHosts endings of host names to which it may redirect downloads, beside its own
     * @param timeout longest silence
     * @param tries how often a file is tried without a byte more of it
     * @param pause before another try; doubled with each
     */
    public record Hub(
            URI url,
            @Nullable String token,
            @DefaultValue({}) List<String> downloadHosts,
            @DefaultValue("60s") Duration timeout,
            @DefaultValue("5") @Positive int tries,
            @DefaultValue("1s") Duration pause) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Hub[url=" + url + ", downloadHosts=" + downloadHosts + "]";
        }
    }

    /**
     * A bucket to import from.
     *
     * @param endpoint of a service that speaks S3's language; null is AWS
     * @param accessKey null looks where the AWS SDK looks
     * @param tries how often an object is tried without a byte more of it
     * @param pause before another try; doubled with each
     */
    public record S3(
            @NotBlank String bucket,
            @DefaultValue("us-east-1") String region,
            @Nullable URI endpoint,
            @Nullable String accessKey,
            @Nullable String secretKey,
            @DefaultValue("5") @Positive int tries,
            @DefaultValue("1s") Duration pause) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "S3[bucket=" + bucket + ", region=" + region + ", endpoint=" + endpoint + "]";
        }
    }
}
