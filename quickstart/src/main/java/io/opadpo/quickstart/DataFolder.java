package io.opadpo.quickstart;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Everything the quick start keeps, in one folder that one process at a time has. */
final class DataFolder implements AutoCloseable {

    private final Path root;
    private final FileChannel lock;

    private DataFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Takes the folder, and makes it if there is none.
     *
     * @throws QuickstartException if another process has it
     */
    static DataFolder take(Path folder) throws IOException {
        Path root = Files.createDirectories(folder.toAbsolutePath().normalize()).toRealPath();
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new QuickstartException(root + " is in use by another quick start; choose another with --data");
        }
        return new DataFolder(root, channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path root() {
        return root;
    }

    Path database() {
        return root.resolve("postgres");
    }

    Path blobs() {
        return root.resolve("blobs");
    }

    Path trainer() {
        return root.resolve("trainer");
    }

    Path lab() {
        return root.resolve("lab");
    }

    Path keys() {
        return root.resolve("keys");
    }

    Path log() {
        return root.resolve("quickstart.log");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
