package io.opadpo.trainer.retention;

import io.opadpo.blobs.BlobKey;
import io.opadpo.service.retention.BlobReferences;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which stored adapters and models are needed: those with a row, and those whose job may still store them, as it can be
 * requeued until it has succeeded or is removed.
 */
@Configuration(proxyBeanMethods = false)
class StoredThings {

    @Bean
    Rows adapterBlobs(JdbcClient jdbc) {
        return new Rows(jdbc, "adapters");
    }

    @Bean
    Rows modelBlobs(JdbcClient jdbc) {
        return new Rows(jdbc, "models");
    }

    /** Blobs below {@code folder/owner/id}; the table has the folder's name. */
    record Rows(JdbcClient jdbc, String folder) implements BlobReferences {
        @Override
        public Set<BlobKey> referenced(Collection<BlobKey> keys) {
            Set<String> ids = keys.stream().map(Rows::id).collect(Collectors.toSet());
            Set<String> needed = new HashSet<>(jdbc.sql("SELECT id::text FROM " + folder + " WHERE id::text = ANY(:ids)"
                            + " UNION SELECT id::text FROM job_states"
                            + " WHERE id::text = ANY(:ids) AND state <> 'SUCCEEDED'")
                    .param("ids", ids.toArray(String[]::new))
                    .query(String.class)
                    .list());
            return keys.stream().filter(key -> needed.contains(id(key))).collect(Collectors.toSet());
        }

        private static String id(BlobKey key) {
            String[] segments = key.value().split("/", 4);
            return segments.length < 3 ? "" : segments[2];
        }
    }
}
