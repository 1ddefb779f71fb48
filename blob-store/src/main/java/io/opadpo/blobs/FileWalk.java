package io.opadpo.blobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What lies below a folder and is no folder itself, with one open folder a level. The JDK's own walk ends with an exception
 * where something is deleted meanwhile; this one passes over it.
 */
final class FileWalk extends Spliterators.AbstractSpliterator<Path> {
    private record Level(DirectoryStream<Path> folder, Iterator<Path> left) {}

    private final Deque<Level> levels = new ArrayDeque<>();

    private FileWalk() {
        super(Long.MAX_VALUE, ORDERED | DISTINCT | NONNULL);
    }

    /** Empty if there is no such folder; to be closed. */
    static Stream<Path> below(Path folder) {
        FileWalk walk = new FileWalk();
        walk.enter(folder);
        return StreamSupport.stream(walk, false).onClose(walk::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Path> action) {
        while (!levels.isEmpty()) {
            Iterator<Path> left = levels.getFirst().left();
            if (!left.hasNext()) {
                leave();
                continue;
            }
            Path path = left.next();
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                action.accept(path);
                return true;
            }
            enter(path);
        }
        return false;
    }

    private void enter(Path path) {
        try {
            DirectoryStream<Path> folder = Files.newDirectoryStream(path);
            levels.addFirst(new Level(folder, folder.iterator()));
        } catch (NoSuchFileException | NotDirectoryException e) {
            // It has just been deleted.
            return;
        } catch (IOException e) {
            throw new BlobException("Cannot list " + path, e);
        }
    }

    private void leave() {
        try {
            levels.removeFirst().folder().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void close() {
        while (!levels.isEmpty()) {
            leave();
        }
    }
}
