package io.opadpo.trainer.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file or folder that a benchmark needs.
 *
 * @param file its name within the benchmark's folder; several names, or a pattern, where any of them will do
 * @param holds what is in it
 * @param present whether it is there
 */
public record Asset(String file, String holds, boolean present) {

    /** A file or folder of one name. */
    public static Asset of(Path folder, String name, String holds) {
        return new Asset(name, holds, Files.exists(folder.resolve(name)));
    }

    /** Any file that a glob such as <code>*.{json,jsonl}</code> names. */
    public static Asset matching(Path folder, String glob, String holds) {
        return new Asset(glob, holds, !files(folder, glob).isEmpty());
    }

    /** The files in a folder that a glob names, by name. */
    public static List<Path> files(Path folder, String glob) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().filter(Files::isRegularFile).sorted().toList();
    }
}
