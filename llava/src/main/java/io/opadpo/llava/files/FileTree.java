package io.opadpo.llava.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a folder. Links are listed and not followed; errors are checked ones. */
public final class FileTree {

    private FileTree() {}

    /** A folder's entries, sorted. */
    public static List<Path> children(Path folder) throws IOException {
        return below(folder, 1);
    }

    /** A folder's entries and theirs, to any depth, each folder before what is in it. */
    public static List<Path> descendants(Path folder) throws IOException {
        return below(folder, Integer.MAX_VALUE);
    }

    private static List<Path> below(Path folder, int depth) throws IOException {
        try (Stream<Path> paths = Files.walk(folder, depth)) {
            return paths.filter(path -> !path.equals(folder)).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
