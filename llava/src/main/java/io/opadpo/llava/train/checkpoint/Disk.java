package io.opadpo.llava.train.checkpoint;

import io.opadpo.llava.files.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Every change a store makes goes through one of these operations, so that tests can stop the world at each. */
class Disk {

    /** Makes a folder and those above it that are missing, and puts their names on disk. */
    void createFolders(Path folder) throws IOException {
        makeFolders(folder.toAbsolutePath());
    }

    private static void makeFolders(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null && !Files.isDirectory(folder)) {
            makeFolders(parent);
            Files.createDirectories(folder);
            AtomicFile.syncFolder(parent);
        }
    }

    void write(Path file, byte[] content) throws IOException {
        AtomicFile.write(file, out -> {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        });
    }

    void syncFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    void syncFolder(Path folder) throws IOException {
        AtomicFile.syncFolder(folder);
    }

    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a file, a link or an empty folder. */
    void delete(Path path) throws IOException {
        Files.delete(path);
    }
}
