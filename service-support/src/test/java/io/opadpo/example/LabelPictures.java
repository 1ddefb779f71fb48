package io.opadpo.example;

import io.opadpo.blobs.BlobKey;
import io.opadpo.service.retention.BlobReferences;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Pictures of labels: {@code labels/<name>}. */
@Component
class LabelPictures implements BlobReferences {
    /** For tests that have something to do between a look for rows and what follows from it. */
    volatile Runnable afterLook = () -> {};

    private final JdbcClient jdbc;

    LabelPictures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String folder() {
        return "labels";
    }

    @Override
    public Set<BlobKey> referenced(Collection<BlobKey> keys) {
        Set<BlobKey> named = new HashSet<>();
        jdbc.sql("SELECT name FROM example_labels WHERE 'labels/' || name = ANY(:keys)")
                .param("keys", keys.stream().map(BlobKey::value).toArray(String[]::new))
                .query(String.class)
                .list()
                .forEach(name -> named.add(BlobKey.of("labels", name)));
        afterLook.run();
        return named;
    }
}
