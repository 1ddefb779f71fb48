package io.opadpo.trainer.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A folder that one process works in. A worker that has lost its lease may still be at its last step when the job's next
 * one begins; checkpoints have one writer at a time. The operating system lets go of a process that dies.
 */
public final class HeldFolder implements AutoCloseable {

    private static final String LOCK = ".lock";
    private static final long LOOK_MILLIS = 200;

    private final Path path;
    private final FileChannel channel;

    private HeldFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static HeldFolder hold(Path path, Runnable whileWaiting) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            while (tryLock(channel) == null) {
                whileWaiting.run();
                Thread.sleep(LOOK_MILLIS);
            }
            held = true;
            return new HeldFolder(path, channel);
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    static Optional<HeldFolder> holdIfFree(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new HeldFolder(path, channel));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
            return null;
        }
    }

    public Path path() {
        return path;
    }

    /** Deletes what is in it, but for the lock, on which the next process may wait; whether there was anything. */
    public boolean clear() throws IOException {
        boolean deleted = false;
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(found -> !found.endsWith(LOCK)).toList()) {
                deleted |= FileSystemUtils.deleteRecursively(file);
            }
        }
        return deleted;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
