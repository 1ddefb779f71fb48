package io.opadpo.llava.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files that appear under their name only once all their bytes are on disk. */
public final class AtomicFile {

    private AtomicFile() {}

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel out) throws IOException;
    }

    /**
     * Writes a file through a temporary one beside it: write, fsync, rename, fsync of the folder. A file of that name
     * stays as it was if anything fails; the temporary one is then removed.
     *
     * @throws IOException if the content or the file system does
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel out =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(out);
                out.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(target.getParent());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Puts a folder's entries on disk: files made in it, renamed or deleted. Their content is synced on its own. */
    public static void syncFolder(@Nullable Path folder) throws IOException {
        // Windows cannot open a folder as a file; its renames need no second sync.
        if (folder == null || folder.getFileSystem().getSeparator().equals("\\")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
