package io.opadpo.dataset.retention;

import io.opadpo.blobs.BlobKey;
import io.opadpo.service.retention.BlobReferences;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which blobs of this service have rows: those of {@code images}, {@code datasets}, drafts too, and {@code uploads}. */
@Configuration(proxyBeanMethods = false)
class StoredThings {

    @Bean
    BlobReferences imageBlobs(JdbcClient jdbc) {
        return new Rows(
                jdbc,
                "images",
                "SELECT 'images/' || owner || '/' || sha256 FROM images"
                        + " WHERE (owner, sha256) IN (SELECT split_part(k, '/', 2), split_part(k, '/', 3) FROM unnest(:keys) k)");
    }

    @Bean
    BlobReferences datasetBlobs(JdbcClient jdbc) {
        return new Rows(
                jdbc,
                "datasets",
                "SELECT 'datasets/' || owner || '/' || id FROM datasets" + " WHERE id = ANY(:ids::uuid[])");
    }

    @Bean
    BlobReferences uploadBlobs(JdbcClient jdbc) {
        return new Rows(
                jdbc,
                "uploads",
                "SELECT 'uploads/' || owner || '/' || id FROM uploads" + " WHERE id = ANY(:ids::uuid[])");
    }

    /**
     * Blobs whose keys begin with {@code folder/owner/name}, as the query gives it for rows.
     *
     * @param sql with the parameter {@code keys}, or the {@code ids} that are names
     */
    private record Rows(JdbcClient jdbc, String folder, String sql) implements BlobReferences {
        @Override
        public Set<BlobKey> referenced(Collection<BlobKey> keys) {
            Set<String> named = Set.copyOf(jdbc.sql(sql)
                    .param("keys", keys.stream().map(BlobKey::value).toArray(String[]::new))
                    .param(
                            "ids",
                            BlobReferences.ids(keys).values().stream()
                                    .map(UUID::toString)
                                    .toArray(String[]::new))
                    .query(String.class)
                    .list());
            return keys.stream().filter(key -> named.contains(begin(key))).collect(Collectors.toSet());
        }

        private static String begin(BlobKey key) {
            String[] segments = key.value().split("/", 4);
            return segments.length < 3 ? "" : segments[0] + "/" + segments[1] + "/" + segments[2];
        }
    }
}
