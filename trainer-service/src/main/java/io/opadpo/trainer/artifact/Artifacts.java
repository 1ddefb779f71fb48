package io.opadpo.trainer.artifact;

import io.opadpo.blobs.Blob;
import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.llava.files.FileTree;
import io.opadpo.service.retention.BlobRemoval;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** Folders of files in the blob store. One that is there is never changed. */
@Component
public final class Artifacts {

    private final BlobStore blobs;
    private final BlobRemoval removal;
    private final WorkFolders work;
    private final ConcurrentHashMap<BlobKey, Object> locks = new ConcurrentHashMap<>();

    Artifacts(BlobStore blobs, BlobRemoval removal, WorkFolders work) {
        this.blobs = blobs;
        this.removal = removal;
        this.work = work;
    }

    /** Stores a folder's files. Done again after a crash, it replaces each file by the same bytes. */
    public void store(BlobKey folder, Path source) throws IOException {
        for (Path file : FileTree.descendants(source)) {
            if (Files.isRegularFile(file)) {
                blobs.put(folder.resolve(source.relativize(file).toString()), file);
            }
        }
    }

    /** A stored folder on this disk, copied there unless it is. */
    public Path local(BlobKey folder) {
        Path copy = work.copyOf(folder);
        synchronized (locks.computeIfAbsent(folder, key -> new Object())) {
            if (!Files.isDirectory(copy)) {
                try {
                    copy(folder, copy);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return copy;
    }

    /** Writes a stored folder as a zip file; its largest files would not shrink, so none is compressed. */
    public void zip(BlobKey folder, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(0);
        for (BlobKey key : keys(folder)) {
            ZipEntry entry = new ZipEntry(name(folder, key));
            // No time of its own, so that the same files give the same zip.
            entry.setTime(0);
            zip.putNextEntry(entry);
            try (Blob blob = blobs.open(key)) {
                blob.stream().transferTo(zip);
            }
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
    }

    /** Removes a stored folder whose row is gone, and the copy of it on this disk. */
    public void delete(BlobKey folder) throws IOException {
        removal.removeAll(folder);
        FileSystemUtils.deleteRecursively(work.copyOf(folder));
    }

    private void copy(BlobKey folder, Path copy) throws IOException {
        Path draft = Files.createDirectories(copy.resolveSibling(".draft-" + UUID.randomUUID()));
        try {
            for (BlobKey key : keys(folder)) {
                Path file = draft.resolve(name(folder, key));
                Files.createDirectories(file.getParent());
                blobs.copyTo(key, file);
            }
            Files.move(draft, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another process with the same disk may have been first.
            if (!Files.isDirectory(copy)) {
                throw e;
            }
        } finally {
            FileSystemUtils.deleteRecursively(draft);
        }
    }

    private List<BlobKey> keys(BlobKey folder) {
        try (Stream<BlobKey> keys = blobs.list(folder)) {
            return keys.sorted(Comparator.comparing(BlobKey::value)).toList();
        }
    }

    private static String name(BlobKey folder, BlobKey key) {
        return key.value().substring(folder.value().length() + 1);
    }
}
