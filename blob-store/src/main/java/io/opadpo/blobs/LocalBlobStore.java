package io.opadpo.blobs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Blobs as files below one folder. Half-written ones are in {@code .tmp} below it, a name no key can have. */
final class LocalBlobStore implements BlobStore {
    private final Path root;
    private final Path temporary;

    LocalBlobStore(Path root) {
        try {
            this.root = Files.createDirectories(root).toRealPath();
            this.temporary = Files.createDirectories(this.root.resolve(".tmp"));
        } catch (IOException e) {
            throw new BlobException("Cannot use the folder " + root + " for blobs", e);
        }
    }

    @Override
    public void put(BlobKey key, InputStream content) {
        sync(place(key, content));
    }

    /** Syncs each folder once, not once for each of its files. */
    @Override
    public void putAll(Map<BlobKey, byte[]> contents) {
        Set<Path> folders = new HashSet<>();
        contents.forEach((key, content) -> folders.add(place(key, new ByteArrayInputStream(content))));
        folders.forEach(LocalBlobStore::sync);
    }

    /** Gives the folder, to be synced. */
    private Path place(BlobKey key, InputStream content) {
        Path file = file(key);
        try {
            Path folder = Files.createDirectories(AtomicFile.folder(file));
            AtomicFile.place(content, file, temporary);
            return folder;
        } catch (FileAlreadyExistsException e) {
            throw new BlobException("A part of " + key + " is a blob itself", e);
        } catch (IOException e) {
            throw new BlobException("Cannot store " + key, e);
        }
    }

    private static void sync(Path folder) {
        try {
            AtomicFile.sync(folder);
        } catch (IOException e) {
            throw new BlobException("Cannot sync the folder " + folder, e);
        }
    }

    @Override
    public void put(BlobKey key, Path content) {
        try (InputStream stream = Files.newInputStream(content)) {
            put(key, stream);
        } catch (IOException e) {
            throw new BlobException("Cannot read " + content, e);
        }
    }

    @Override
    public Blob open(BlobKey key) {
        Path file = file(key);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new BlobNotFoundException(key);
            }
            return new Blob(Files.newInputStream(file), Files.size(file));
        } catch (NoSuchFileException e) {
            throw new BlobNotFoundException(key);
        } catch (IOException e) {
            throw new BlobException("Cannot open " + key, e);
        }
    }

    @Override
    public boolean exists(BlobKey key) {
        return Files.isRegularFile(file(key), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void delete(BlobKey key) {
        try {
            if (exists(key)) {
                Files.deleteIfExists(file(key));
            }
        } catch (IOException e) {
            throw new BlobException("Cannot delete " + key, e);
        }
    }

    @Override
    public Stream<StoredBlob> blobs(BlobKey folder) {
        Path start = file(folder);
        if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
            return Stream.empty();
        }
        return FileWalk.below(start).flatMap(file -> look(file).stream());
    }

    @Override
    public StoredBlob look(BlobKey key) {
        return look(file(key)).orElseThrow(() -> new BlobNotFoundException(key));
    }

    /** Nothing if it is no file, or has just been deleted. */
    private Optional<StoredBlob> look(Path file) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            BlobKey key = new BlobKey(root.relativize(file).toString().replace('\\', '/'));
            return found.isRegularFile()
                    ? Optional.of(new StoredBlob(
                            key, found.size(), found.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new BlobException("Cannot look at " + file, e);
        }
    }

    @Override
    public int discardUnfinished(Instant before) {
        int discarded = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before) && Files.deleteIfExists(file)) {
                    discarded++;
                }
            }
        } catch (NoSuchFileException e) {
            // Its put has just ended.
            return discarded;
        } catch (IOException e) {
            throw new BlobException("Cannot clear " + temporary, e);
        }
        return discarded;
    }

    @Override
    public void copyTo(BlobKey key, Path target) {
        try (Blob blob = open(key)) {
            AtomicFile.write(blob.stream(), target, AtomicFile.folder(target));
        } catch (IOException e) {
            throw new BlobException("Cannot copy " + key + " to " + target, e);
        }
    }

    /** A key cannot lead out of the root; should that ever change, this does not follow. */
    private Path file(BlobKey key) {
        Path file = root.resolve(key.value()).normalize();
        if (!file.startsWith(root)) {
            throw new IllegalArgumentException("Outside of the blob folder: " + key);
        }
        return file;
    }
}
