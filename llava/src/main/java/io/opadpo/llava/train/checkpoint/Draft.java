package io.opadpo.llava.train.checkpoint;

import io.opadpo.llava.files.FileTree;
import io.opadpo.llava.files.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A checkpoint being put together in a hidden folder. */
final class Draft {

    private final Path folder;
    private final Disk disk;

    Draft(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** Puts every file on disk, then the manifest that lists them. */
    void seal(long step, Map<String, Double> metrics, ObjectNode state) throws IOException {
        List<Manifest.Entry> entries = new ArrayList<>();
        for (Path path : FileTree.descendants(folder)) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                disk.syncFolder(path);
            } else {
                entries.add(sync(path));
            }
        }
        new Manifest(Manifest.VERSION, step, finite(metrics), entries, state).write(folder, disk);
    }

    private Manifest.Entry sync(Path file) throws IOException {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(file + ": only plain files can be part of a checkpoint");
        }
        if (name.equals(Manifest.NAME) || name.equals(Manifest.CHECKSUM_NAME)) {
            throw new CheckpointException(file + ": this name is the manifest's");
        }
        disk.syncFile(file);
        return new Manifest.Entry(name, Files.size(file), Sha256.of(file));
    }

    /** JSON knows no NaN, and no best checkpoint is chosen by one. */
    private static Map<String, Double> finite(Map<String, Double> metrics) {
        Map<String, Double> finite = new LinkedHashMap<>(metrics);
        finite.values().removeIf(value -> !Double.isFinite(value));
        return finite;
    }
}
