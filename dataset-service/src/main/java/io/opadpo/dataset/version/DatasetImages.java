package io.opadpo.dataset.version;

import io.opadpo.blobs.Blob;
import io.opadpo.blobs.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.ObjectNode;

/** Which images the lines of data sets name: the table {@code dataset_images}. A published data set is read once. */
@Component
public class DatasetImages {

    private static final Logger log = LoggerFactory.getLogger(DatasetImages.class);
    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final BlobStore blobs;
    private final TransactionOperations transaction;

    DatasetImages(JdbcClient jdbc, BlobStore blobs, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.blobs = blobs;
        this.transaction = transaction;
    }

    private record Unlisted(UUID id, String owner) {}

    /** Lists the images of data sets that are not listed yet, each in a transaction. One that cannot be read stays unlisted. */
    public void list() {
        List<Unlisted> unlisted = jdbc.sql(
                        "SELECT id, owner FROM datasets WHERE version IS NOT NULL AND NOT images_listed")
                .query(Unlisted.class)
                .list();
        for (Unlisted dataset : unlisted) {
            try {
                transaction.executeWithoutResult(status -> list(dataset));
            } catch (RuntimeException e) {
                log.warn(
                        "Cannot list the images of data set {} of {}: {}", dataset.id(), dataset.owner(), e.toString());
            }
        }
    }

    private void list(Unlisted dataset) {
        Set<String> batch = new LinkedHashSet<>();
        try (Blob blob = blobs.open(
                        DatasetFiles.of(dataset.owner(), dataset.id()).samples());
                JsonLines lines = new JsonLines(blob.stream())) {
            for (ObjectNode line = lines.next(); line != null; line = lines.next()) {
                batch.add(line.path("image").asString(""));
                if (batch.size() == BATCH) {
                    insert(dataset.id(), batch);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read data set " + dataset.id(), e);
        }
        insert(dataset.id(), batch);
        jdbc.sql("UPDATE datasets SET images_listed = true WHERE id = :id")
                .param("id", dataset.id())
                .update();
    }

    private void insert(UUID dataset, Set<String> images) {
        jdbc.sql("INSERT INTO dataset_images SELECT :dataset, unnest(:images) ON CONFLICT DO NOTHING")
                .param("dataset", dataset)
                .param("images", images.toArray(String[]::new))
                .update();
        images.clear();
    }
}
