package io.opadpo.llava.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A disk whose machine stops at a chosen operation: nothing happens after it, no clean-up either. Syncs are only noted
 * down, which makes it fast enough to crash a hundred times.
 */
final class CrashingDisk extends Disk {

    /** Whether the operation of the crash has happened. */
    enum Moment {
        BEFORE,
        AFTER
    }

    private final int crashAt;
    private final Moment moment;
    private final Set<Object> synced = new HashSet<>();
    private final List<String> log = new ArrayList<>();

    /** A disk without a crash. */
    CrashingDisk() {
        this(0, Moment.BEFORE);
    }

    /** Counts operations from 1. */
    CrashingDisk(int crashAt, Moment moment) {
        this.crashAt = crashAt;
        this.moment = moment;
    }

    /** What was done, with random parts of names left out. */
    List<String> log() {
        return log;
    }

    /** What a power failure does besides: files that were never synced lose their second half. */
    void losePower(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            if (!synced.contains(key(file))) {
                byte[] content = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(content, content.length / 2));
            }
        }
    }

    /** Counts what is there as synced. */
    void keep(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                synced.add(key(path));
            }
        }
    }

    @Override
    void createFolders(Path folder) throws IOException {
        run("create", folder, () -> super.createFolders(folder));
    }

    @Override
    void write(Path file, byte[] content) throws IOException {
        run("write", file, () -> {
            Files.write(file, content);
            synced.add(key(file));
        });
    }

    @Override
    void syncFile(Path file) throws IOException {
        run("sync", file, () -> synced.add(key(file)));
    }

    @Override
    void syncFolder(Path folder) throws IOException {
        run("sync", folder, () -> {});
    }

    @Override
    void rename(Path from, Path to) throws IOException {
        run("rename to", to, () -> super.rename(from, to));
    }

    @Override
    void delete(Path path) throws IOException {
        run("delete", path, () -> super.delete(path));
    }

    private interface Operation {
        void run() throws IOException;
    }

    private void run(String verb, Path path, Operation operation) throws IOException {
        log.add(verb + " " + path.getFileName().toString().replaceAll("\\.[0-9a-f-]{36}", ""));
        boolean crash = crashAt > 0 && log.size() >= crashAt;
        if (!crash || (log.size() == crashAt && moment == Moment.AFTER)) {
            operation.run();
        }
        if (crash) {
            throw new IOException("crash at operation " + crashAt);
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
