package io.opadpo.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Writes a file so that it has all its bytes or does not appear: temporary file, fsync, rename, fsync of the folder. */
final class AtomicFile {
    private AtomicFile() {}

    /**
     * @param temporary a folder on the file system of the target
     */
    static void write(InputStream content, Path target, Path temporary) throws IOException {
        place(content, target, temporary);
        sync(folder(target));
    }

    /** {@link #write} but for the last step: the file may still vanish with a crash until its folder is synced. */
    static void place(InputStream content, Path target, Path temporary) throws IOException {
        Path file = Files.createTempFile(temporary, "put", null);
        try {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                OutputStream out = Channels.newOutputStream(channel);
                content.transferTo(out);
                channel.force(true);
            }
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Where a file is. */
    static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "A file is in a folder");
    }

    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
