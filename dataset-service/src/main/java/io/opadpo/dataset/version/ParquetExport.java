package io.opadpo.dataset.version;

import io.opadpo.blobs.Blob;
import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.image.StoredImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.node.ObjectNode;

/** Data sets as Parquet files. A version never changes, so its file is made once, when it is first asked for, and kept. */
@Component
final class ParquetExport {

    private final BlobStore blobs;
    private final Images images;
    /** One file at a time: making one takes half a gigabyte. */
    private final ReentrantLock lock = new ReentrantLock();

    ParquetExport(BlobStore blobs, Images images) {
        this.blobs = blobs;
        this.images = images;
    }

    /** Opens the file, to be closed by the caller. */
    Blob open(Dataset dataset, LineFilter filter, ParquetColumns columns) throws IOException {
        String variant =
                columns.name().toLowerCase(Locale.ROOT) + "-" + filter.name().toLowerCase(Locale.ROOT);
        BlobKey key = dataset.files().parquet(variant);
        lock.lock();
        try {
            if (!blobs.exists(key)) {
                make(dataset, filter, columns, key);
            }
        } finally {
            lock.unlock();
        }
        return blobs.open(key);
    }

    private void make(Dataset dataset, LineFilter filter, ParquetColumns columns, BlobKey key) throws IOException {
        Path folder = Files.createTempDirectory("parquet");
        try (Blob blob = blobs.open(dataset.files().samples());
                ParquetFile file = new ParquetFile(folder, columns)) {
            JsonLines lines = new JsonLines(blob.stream());
            for (ObjectNode line = lines.next(); line != null; line = lines.next()) {
                if (filter.accepts(line)) {
                    add(file, line, dataset.owner());
                }
            }
            blobs.put(key, file.finish());
        } catch (SQLException e) {
            throw new IOException("No Parquet file of data set " + dataset.id(), e);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void add(ParquetFile file, ObjectNode line, String owner) throws SQLException {
        String sha256 = line.path("image").asString();
        StoredImage image =
                images.find(owner, sha256).orElseThrow(() -> new IllegalStateException("No image " + sha256));
        file.add(line, images.bytes(owner, sha256), sha256 + extension(image));
    }

    /** By which some readers tell the format. */
    private static String extension(StoredImage image) {
        return "." + image.mediaType().substring(image.mediaType().indexOf('/') + 1);
    }
}
