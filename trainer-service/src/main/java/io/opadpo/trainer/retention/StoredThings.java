package io.opadpo.trainer.retention;

import io.opadpo.blobs.BlobKey;
import io.opadpo.service.retention.BlobReferences;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
            Map<BlobKey, UUID> ids = BlobReferences.ids(keys);
            Set<UUID> needed = new HashSet<>(jdbc.sql("SELECT id FROM " + folder + " WHERE id = ANY(:ids::uuid[])"
                            + " UNION SELECT id FROM job_states"
                            + " WHERE id = ANY(:ids::uuid[]) AND state <> 'SUCCEEDED'")
                    .param("ids", ids.values().stream().map(UUID::toString).toArray(String[]::new))
                    .query(UUID.class)
                    .list());
            return keys.stream().filter(key -> needed.contains(ids.get(key))).collect(Collectors.toSet());
        }
    }
}
